import type { HarmlessTypes } from "./harmless";

/**
 * Types of which a new resource opens nothing by itself. What it says is judged by rules all the same: a bucket that can
 * be made public, a policy that allows something, a rule that lets somebody in.
 */
const ADDITIONS: readonly HarmlessTypes[] = [
  {
    types: [
      "aws_iam_role",
      "aws_iam_role_policy",
      "aws_iam_user_policy",
      "aws_iam_policy",
      "aws_iam_role_policy_attachment",
      "aws_lambda_permission",
      "aws_s3_bucket_policy",
      "aws_sns_topic_policy",
      "aws_sqs_queue_policy",
      "aws_kms_key",
      "aws_efs_file_system_policy",
      "aws_backup_vault_policy",
      "aws_cloudwatch_log_resource_policy",
    ],
    because: "Each statement that it allows is told by the rules about permissions.",
  },
  {
    types: [
      "aws_security_group",
      "aws_default_security_group",
      "aws_vpc_security_group_egress_rule",
      "aws_vpc_security_group_ingress_rule",
    ],
    because:
      "A group without rules lets nothing through, and what a rule lets through is told as an opening.",
  },
  {
    types: [
      "aws_cloudtrail",
      "aws_cloudwatch_composite_alarm",
      "aws_cloudwatch_dashboard",
      "aws_cloudwatch_log_group",
      "aws_cloudwatch_log_metric_filter",
      "aws_cloudwatch_metric_alarm",
      "aws_cloudwatch_query_definition",
      "aws_flow_log",
      "aws_guardduty_detector",
      "aws_guardduty_detector_feature",
      "aws_route53_resolver_query_log_config",
      "aws_route53_resolver_query_log_config_association",
      "aws_wafv2_web_acl_logging_configuration",
    ],
    because: "It records or shows what happens, and takes nothing away.",
  },
  {
    types: [
      "aws_backup_plan",
      "aws_backup_restore_testing_plan",
      "aws_backup_restore_testing_selection",
      "aws_backup_selection",
      "aws_backup_vault",
      "aws_backup_vault_lock_configuration",
      "aws_kms_alias",
      "aws_s3_bucket_object_lock_configuration",
      "aws_s3_bucket_ownership_controls",
      "aws_s3_bucket_public_access_block",
      "aws_s3_bucket_server_side_encryption_configuration",
      "aws_s3_bucket_versioning",
      "aws_secretsmanager_secret_rotation",
      "aws_wafv2_web_acl",
    ],
    because: "It protects. Values that are too weak are told by rules.",
  },
  {
    types: [
      "aws_db_subnet_group",
      "aws_dynamodb_table",
      "aws_ecr_repository",
      "aws_efs_access_point",
      "aws_efs_file_system",
      "aws_efs_mount_target",
      "aws_elasticache_serverless_cache",
      "aws_glue_catalog_database",
      "aws_rds_cluster",
      "aws_rds_cluster_instance",
      "aws_rds_cluster_parameter_group",
      "aws_s3_bucket",
      "aws_secretsmanager_secret",
      "aws_secretsmanager_secret_version",
      "aws_sns_topic",
      "aws_sqs_queue",
      "aws_ssm_parameter",
    ],
    because:
      "It is empty, and reached only by what policies and security groups allow, which are judged by themselves.",
  },
  {
    types: [
      "aws_eip",
      "aws_nat_gateway",
      "aws_route_table",
      "aws_route_table_association",
      "aws_subnet",
      "aws_vpc",
      "aws_vpc_endpoint",
      "aws_vpc_endpoint_route_table_association",
    ],
    because:
      "It is a place in the network, where security groups decide who reaches whom. Routes are told by rules.",
  },
  {
    types: [
      "aws_appautoscaling_policy",
      "aws_appautoscaling_target",
      "aws_cloudwatch_event_rule",
      "aws_cloudwatch_event_target",
      "aws_ecs_cluster",
      "aws_ecs_service",
      "aws_ecs_task_definition",
      "aws_emrserverless_application",
      "aws_lambda_event_source_mapping",
      "aws_lambda_function",
      "aws_lambda_function_event_invoke_config",
      "aws_lambda_invocation",
      "aws_s3_object",
      "aws_scheduler_schedule",
    ],
    because:
      "It runs code of this repository with a role whose rights are told, and is reached as far as groups allow.",
  },
  {
    types: [
      "aws_lb",
      "aws_lb_listener",
      "aws_lb_listener_rule",
      "aws_lb_target_group",
      "aws_acm_certificate",
      "aws_acm_certificate_validation",
    ],
    because: "Security groups decide who reaches it; that it is open, or without TLS, is told by rules.",
  },
  {
    types: [
      "aws_ecr_lifecycle_policy",
      "aws_ecr_pull_through_cache_rule",
      "aws_sesv2_configuration_set",
      "aws_sesv2_email_identity",
      "aws_sesv2_email_identity_mail_from_attributes",
      "aws_ses_receipt_rule_set",
    ],
    because: "It sends and receives nothing by itself.",
  },
  {
    types: ["random_id", "random_password", "random_string", "terraform_data"],
    because: "It exists in the state only.",
  },
];

/** Types that may be replaced: the new one stands beside the former, or what changes is judged by itself. */
const REPLACEMENTS: readonly HarmlessTypes[] = [
  {
    types: ["aws_ecs_task_definition"],
    because: "Each change makes a new revision, and running tasks keep theirs.",
  },
  {
    types: ["aws_vpc_security_group_egress_rule", "aws_vpc_security_group_ingress_rule"],
    because: "What it lets through is compared as a whole.",
  },
  {
    types: [
      "aws_iam_role_policy",
      "aws_iam_user_policy",
      "aws_iam_role_policy_attachment",
      "aws_lambda_permission",
    ],
    because: "What it allows is compared as a whole.",
  },
  {
    types: ["aws_lambda_invocation", "aws_s3_object", "terraform_data"],
    because: "It holds nothing that this repository does not have.",
  },
];

/** Types that may be deleted. */
const DELETIONS: readonly HarmlessTypes[] = [
  {
    types: ["aws_ecs_task_definition", "terraform_data", "aws_acm_certificate_validation"],
    because: "It is a record of Terraform or ECS, which nothing that runs depends on.",
  },
  {
    types: ["aws_ecr_lifecycle_policy", "aws_cloudwatch_dashboard"],
    because: "Without it images are kept for longer, or figures are looked up elsewhere.",
  },
  {
    types: ["aws_vpc_security_group_egress_rule", "aws_vpc_security_group_ingress_rule"],
    because: "What it let through, and nothing does any more, is told as a closing.",
  },
];

const setOf = (rows: readonly HarmlessTypes[]): ReadonlySet<string> =>
  new Set(rows.flatMap(({ types }) => types));

export const HARMLESS_ADDITIONS = setOf(ADDITIONS);
export const HARMLESS_REPLACEMENTS = setOf(REPLACEMENTS);
export const HARMLESS_DELETIONS = setOf(DELETIONS);
