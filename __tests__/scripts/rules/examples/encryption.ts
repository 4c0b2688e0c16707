import { type Example, parameter } from "./example";

const KEY_PATHS = [
  ["aws_cloudtrail", "kms_key_id"],
  ["aws_backup_vault", "kms_key_arn"],
  ["aws_sns_topic", "kms_master_key_id"],
  ["aws_rds_cluster", "performance_insights_kms_key_id"],
  ["aws_dynamodb_table", "server_side_encryption.0.kms_key_arn"],
  [
    "aws_s3_bucket_server_side_encryption_configuration",
    "rule.0.apply_server_side_encryption_by_default.0.kms_master_key_id",
  ],
] as const;

/** Examples of rules about encryption, at rest and on the way. */
export const ENCRYPTION: readonly Example[] = [
  ...KEY_PATHS.flatMap(([type, path]): Example[] => [
    [type, path, "arn:one", "arn:two", "gets another encryption key", "either way"],
    [type, path, "arn:one", null, "loses its own encryption key"],
  ]),
  ["aws_rds_cluster", "storage_encrypted", true, false, "is not encrypted"],
  ["aws_efs_file_system", "encrypted", true, false, "is not encrypted"],
  [
    "aws_elasticache_replication_group",
    "transit_encryption_enabled",
    true,
    false,
    "does not encrypt connections",
  ],
  ["aws_elasticache_replication_group", "at_rest_encryption_enabled", true, false, "is not encrypted"],
  ["aws_kms_key", "enable_key_rotation", true, false, "is not rotated"],
  ["aws_kms_key", "is_enabled", true, false, "is disabled"],
  ["aws_kms_key", "deletion_window_in_days", 30, 7, "can be deleted sooner"],
  ["aws_lb_listener", "protocol", "HTTPS", "HTTP", "no longer encrypts"],
  ["aws_lb_listener", "default_action.0.type", "redirect", "forward", "no longer redirects to HTTPS"],
  ["aws_lb_target_group", "protocol", "HTTPS", "HTTP", "no longer encrypts to the tasks"],
  [
    "aws_lb_listener",
    "ssl_policy",
    "ELBSecurityPolicy-TLS13-1-2-2021-06",
    "ELBSecurityPolicy-TLS-1-1-2017-01",
    "accepts TLS 1.0 or 1.1",
  ],
  [
    "aws_lb_listener",
    "ssl_policy",
    "ELBSecurityPolicy-TLS13-1-3-2021-06",
    "ELBSecurityPolicy-2016-08",
    "no longer has a policy with TLS 1.3",
  ],
  [
    "aws_rds_cluster_parameter_group",
    "parameter",
    parameter("require_secure_transport", "ON"),
    parameter("require_secure_transport", "OFF"),
    "no longer requires TLS",
  ],
  [
    "aws_ecs_task_definition",
    "volume.0.efs_volume_configuration.0.transit_encryption",
    "ENABLED",
    "DISABLED",
    "mounts the files without encryption",
  ],
];
