import type { Example } from "./example";

const PUBLIC_ACCESS = [
  "block_public_acls",
  "block_public_policy",
  "ignore_public_acls",
  "restrict_public_buckets",
];

/** Examples of rules about what the internet or people can reach. */
export const EXPOSURE: readonly Example[] = [
  ...PUBLIC_ACCESS.map(
    (path): Example => ["aws_s3_bucket_public_access_block", path, true, false, "can be made public"],
  ),
  ["aws_lb", "internal", true, false, "becomes internet-facing"],
  ["aws_lb", "drop_invalid_header_fields", true, false, "lets invalid headers through"],
  ["aws_lb", "desync_mitigation_mode", "defensive", "monitor", "only monitors desynchronized requests"],
  ["aws_rds_cluster_instance", "publicly_accessible", false, true, "is publicly accessible"],
  ["aws_rds_cluster", "enable_http_endpoint", false, true, "can be read through the Data API"],
  ["aws_rds_cluster", "iam_database_authentication_enabled", false, true, "lets IAM identities sign in"],
  [
    "aws_ecs_service",
    "network_configuration.0.assign_public_ip",
    false,
    true,
    "gives its tasks public addresses",
  ],
  ["aws_ecs_service", "enable_execute_command", false, true, "lets people open a shell in its tasks"],
  ["aws_subnet", "map_public_ip_on_launch", false, true, "gives public addresses to what starts in it"],
  ["aws_lambda_function_url", "authorization_type", "AWS_IAM", "NONE", "can be called by everyone"],
  ["aws_s3_bucket_acl", "acl", "private", "public-read", "is public"],
  [
    "aws_sagemaker_domain",
    "app_network_access_type",
    "VpcOnly",
    "PublicInternetOnly",
    "reaches the internet past the VPC",
  ],
  [
    "aws_sagemaker_notebook_instance",
    "direct_internet_access",
    "Disabled",
    "Enabled",
    "reaches the internet past the VPC",
  ],
];
