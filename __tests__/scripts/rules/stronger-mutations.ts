import type { Mutation } from "./mutations";

/**
 * Mutations that a rule calls harmless because they make something stronger, or say the same. A mutation without a
 * finding must be one of these, or be on the list of harmless attributes.
 */
interface Stronger {
  /** @default - every type */
  readonly types?: readonly string[];
  readonly patterns: readonly string[];
  readonly kinds: readonly Mutation["kind"][];
  readonly because: string;
}

const GONE = ["changed", "removed", "emptied"] as const;

export const STRONGER: readonly Stronger[] = [
  {
    types: ["aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"],
    patterns: ["actions_enabled"],
    kinds: ["given"],
    because: "Nothing is the same as true: it calls.",
  },
  {
    patterns: [
      "max_capacity",
      "min_capacity",
      "serverlessv2_scaling_configuration.*.max_capacity",
      "deployment_minimum_healthy_percent",
    ],
    kinds: ["more"],
    because: "More capacity than before.",
  },
  {
    types: ["aws_lambda_function", "aws_lb", "aws_sqs_queue"],
    patterns: ["memory_size", "timeout", "idle_timeout", "message_retention_seconds"],
    kinds: ["more"],
    because: "More memory or time than before.",
  },
  {
    patterns: [
      "backup_retention_period",
      "deletion_window_in_days",
      "min_retention_days",
      "performance_insights_retention_period",
      "recovery_window_in_days",
      "retention_in_days",
      "rule.*.expiration.*.days",
      "rule.*.copy_action.*.lifecycle.*.delete_after",
      "rule.*.lifecycle.*.delete_after",
      "rule.*.noncurrent_version_expiration.*.noncurrent_days",
      "snapshot_retention_limit",
    ],
    kinds: ["more"],
    because: "It is kept for longer, or can be restored for longer.",
  },
  {
    types: ["aws_s3_bucket_lifecycle_configuration", "aws_cloudwatch_log_group", "aws_backup_plan"],
    patterns: [
      "retention_in_days",
      "rule.*.expiration",
      "rule.*.expiration.*",
      "rule.*.expiration.*.days",
      "rule.*.copy_action.*.lifecycle.*.delete_after",
      "rule.*.lifecycle.*.delete_after",
      "rule.*.noncurrent_version_expiration",
      "rule.*.noncurrent_version_expiration.*",
      "rule.*.noncurrent_version_expiration.*.noncurrent_days",
    ],
    kinds: ["removed", "emptied", "less"],
    because: "Without a time it is kept for ever.",
  },
  {
    patterns: [
      "enable_execute_command",
      "enable_http_endpoint",
      "force_delete",
      "force_destroy",
      "iam_database_authentication_enabled",
      "map_public_ip_on_launch",
      "network_configuration.*.assign_public_ip",
      "publicly_accessible",
      "skip_final_snapshot",
    ],
    kinds: ["changed", "removed"],
    because: "A way in, or a way to lose something, is closed; AWS has it closed where nothing is given.",
  },
  {
    types: ["aws_vpc_endpoint"],
    patterns: ["private_dns_enabled"],
    kinds: ["changed", "given", "removed"],
    because: "Calls of the service stay in the VPC, or they left it before.",
  },
  {
    patterns: ["rule.*.completion_window", "maximum_retry_attempts", "health_check_grace_period_seconds"],
    kinds: ["more"],
    because: "It has more time, or is tried more often.",
  },
  {
    patterns: [
      "rotation_rules.*.automatically_after_days",
      "rotation_period_in_days",
      "target_tracking_scaling_policy_configuration.*.target_value",
      "serverlessv2_scaling_configuration.*.min_capacity",
    ],
    kinds: ["less"],
    because: "It is rotated more often, tasks are added sooner, or it costs less while idle.",
  },
  {
    types: ["aws_secretsmanager_secret_rotation", "aws_ecs_task_definition"],
    patterns: ["rotate_immediately", "enable_fault_injection"],
    kinds: ["removed"],
    because: "It was off, and AWS has it off where nothing is given.",
  },
  {
    types: ["aws_rds_cluster"],
    patterns: ["apply_immediately"],
    kinds: ["changed", "removed"],
    because: "Changes wait for the maintenance window.",
  },
  {
    types: ["aws_cloudtrail"],
    patterns: ["event_selector.*.include_management_events", "include_global_service_events"],
    kinds: ["removed"],
    because: "CloudTrail records them where nothing is given.",
  },
  {
    patterns: ["enabled", "is_enabled", "performance_insights_enabled", "rule.*.enable_continuous_backup"],
    kinds: ["given", "changed"],
    because: "Something that protects or records is switched on.",
  },
  {
    types: ["aws_rds_cluster_instance"],
    patterns: ["performance_insights_enabled"],
    kinds: ["removed"],
    because: "It was off, and AWS has it off where nothing is given.",
  },
  {
    types: ["aws_rds_cluster_instance"],
    patterns: ["promotion_tier"],
    kinds: ["less"],
    because: "It takes over sooner.",
  },
  {
    types: ["aws_wafv2_web_acl"],
    patterns: ["rule.*.statement.*.rate_based_statement.*.limit"],
    kinds: ["less"],
    because: "One client may send fewer requests.",
  },
  {
    patterns: [
      "policy.Statement.*.Sid",
      "assume_role_policy.Statement.*.Sid",
      "policy_document.Statement.*.Sid",
    ],
    kinds: GONE,
    because: "The name of a statement allows nothing, and what the statement says was compared.",
  },
  {
    patterns: ["policy.Statement", "assume_role_policy.Statement", "policy_document.Statement"],
    kinds: ["more"],
    because: "A statement that is there twice allows nothing more.",
  },
  {
    types: ["aws_wafv2_web_acl"],
    patterns: ["rule.*.priority"],
    kinds: ["more", "less"],
    because: "Another number is nothing where the order stays; another order is a finding.",
  },
  {
    types: ["aws_iam_role_policy", "aws_iam_user_policy", "aws_kms_key"],
    patterns: ["policy.Statement.*.Resource"],
    kinds: ["more"],
    because: "The statement named every resource before.",
  },
];

export function isStronger({ resource, pattern, kind }: Mutation): boolean {
  return STRONGER.some(
    ({ types, patterns, kinds }) =>
      (types === undefined || types.includes(resource.type)) &&
      patterns.includes(pattern) &&
      kinds.includes(kind),
  );
}
