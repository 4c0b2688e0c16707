import { tableArea } from "./rule";
import type { Watch } from "./watch";
import { becomes, goesOff, goesOn } from "./weakening";

const PUBLIC_ACCESS = [
  "block_public_acls",
  "block_public_policy",
  "ignore_public_acls",
  "restrict_public_buckets",
];

const publicAccess: Watch[] = PUBLIC_ACCESS.map((path) => ({
  types: ["aws_s3_bucket_public_access_block", "aws_s3_account_public_access_block"],
  path,
  weakens: goesOff,
  severity: "danger",
  whenNew: "danger",
  says: "can be made public",
  why: "A wrong policy or access list then opens the bucket to everyone.",
}));

/** What can be reached from outside, or opens a way in. */
export const exposure = tableArea("Public exposure", {
  watches: [
    ...publicAccess,
    {
      types: ["aws_lb"],
      path: "internal",
      weakens: ({ before, after, isNew }) => !isNew && before === true && after !== true,
      severity: "danger",
      says: "becomes internet-facing",
      why: "It gets public addresses; the security group alone decides who reaches the application then.",
    },
    {
      types: ["aws_lb"],
      path: "internal",
      weakens: ({ after, isNew }) => isNew && after !== true,
      severity: "notice",
      says: "is internet-facing",
      why: "It has public addresses; the security group alone decides who reaches the application.",
    },
    {
      types: ["aws_lb"],
      path: "drop_invalid_header_fields",
      weakens: goesOff,
      severity: "warning",
      says: "lets invalid headers through",
      why: "They are used to smuggle requests past the firewall.",
    },
    {
      types: ["aws_lb"],
      path: "desync_mitigation_mode",
      weakens: becomes(/^monitor$/),
      severity: "warning",
      says: "only monitors desynchronized requests",
      why: "Such requests are used to read the answers that others get.",
    },
    {
      types: [
        "aws_rds_cluster_instance",
        "aws_db_instance",
        "aws_redshift_cluster",
        "aws_dms_replication_instance",
      ],
      path: "publicly_accessible",
      weakens: goesOn,
      severity: "danger",
      whenNew: "danger",
      says: "is publicly accessible",
      why: "The database gets a public address.",
    },
    {
      types: ["aws_rds_cluster"],
      path: "enable_http_endpoint",
      weakens: goesOn,
      severity: "warning",
      says: "can be read through the Data API",
      why: "Whoever has the IAM rights then reads the records from anywhere, past the security groups.",
    },
    {
      types: ["aws_rds_cluster"],
      path: "iam_database_authentication_enabled",
      weakens: goesOn,
      severity: "notice",
      says: "lets IAM identities sign in",
      why: "Roles with rds-db:connect then reach the database without its password.",
    },
    {
      types: ["aws_ecs_service"],
      path: "network_configuration.0.assign_public_ip",
      weakens: goesOn,
      severity: "danger",
      whenNew: "danger",
      says: "gives its tasks public addresses",
      why: "They are then reachable from the internet as far as their security group allows.",
    },
    {
      types: ["aws_ecs_service"],
      path: "enable_execute_command",
      weakens: goesOn,
      severity: "warning",
      says: "lets people open a shell in its tasks",
      why: "Whoever has ecs:ExecuteCommand can read what the application can read, the database password included.",
    },
    {
      types: ["aws_subnet"],
      path: "map_public_ip_on_launch",
      weakens: goesOn,
      severity: "warning",
      says: "gives public addresses to what starts in it",
      why: "Whatever is put there is reachable from the internet as far as its security group allows.",
    },
    {
      types: ["aws_lambda_function_url"],
      path: "authorization_type",
      weakens: becomes(/^NONE$/),
      severity: "danger",
      whenNew: "danger",
      says: "can be called by everyone",
      why: "The function runs for whoever knows the address.",
    },
    {
      types: ["aws_s3_bucket_acl"],
      path: "acl",
      weakens: becomes(/^(public-|authenticated-read)/),
      severity: "danger",
      whenNew: "danger",
      says: "is public",
      why: "Everyone can read the objects, unless the public access block forbids it.",
    },
    {
      types: ["aws_sagemaker_domain"],
      path: "app_network_access_type",
      weakens: becomes(/^PublicInternetOnly$/),
      severity: "danger",
      whenNew: "danger",
      says: "reaches the internet past the VPC",
      why: "Data can leave without security group, flow log or endpoint policy.",
    },
    {
      types: ["aws_sagemaker_notebook_instance"],
      path: "direct_internet_access",
      weakens: becomes(/^Enabled$/),
      severity: "danger",
      says: "reaches the internet past the VPC",
      why: "Data can leave without security group, flow log or endpoint policy.",
    },
  ],
  guardians: [
    {
      types: ["aws_s3_bucket_public_access_block", "aws_s3_account_public_access_block"],
      severity: "danger",
      says: "is deleted",
      why: "A wrong policy or access list then opens the bucket to everyone.",
    },
    {
      types: ["aws_s3_bucket_ownership_controls"],
      severity: "warning",
      says: "is deleted",
      why: "Access lists of single objects count again.",
    },
    {
      types: ["aws_default_security_group"],
      severity: "notice",
      says: "is no longer kept closed",
      why: "Whatever is made without a security group gets this one.",
    },
  ],
});
