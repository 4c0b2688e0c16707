import type { AttributeRule } from "../attribute-rule";
import { tableArea } from "../rule";
import {
  becomes,
  goesDown,
  goesOff,
  goesOn,
  goesUp,
  isExchanged,
  isNoLonger,
  isTakenAway,
  saysNo,
} from "../weaker";

const KEY_PATHS: ReadonlyArray<readonly [path: string, types: readonly string[]]> = [
  [
    "kms_key_id",
    [
      "aws_cloudtrail",
      "aws_cloudwatch_log_group",
      "aws_db_instance",
      "aws_efs_file_system",
      "aws_elasticache_serverless_cache",
      "aws_rds_cluster",
      "aws_sagemaker_domain",
      "aws_secretsmanager_secret",
    ],
  ],
  ["kms_key_arn", ["aws_backup_vault", "aws_lambda_function"]],
  ["kms_master_key_id", ["aws_sns_topic", "aws_sqs_queue"]],
  ["performance_insights_kms_key_id", ["aws_rds_cluster", "aws_rds_cluster_instance"]],
  ["server_side_encryption.0.kms_key_arn", ["aws_dynamodb_table"]],
  [
    "rule.*.apply_server_side_encryption_by_default.0.kms_master_key_id",
    ["aws_s3_bucket_server_side_encryption_configuration"],
  ],
];

const keys: AttributeRule[] = KEY_PATHS.flatMap(([path, types]): AttributeRule[] => [
  {
    types,
    path,
    weakens: isExchanged,
    severity: "warning",
    says: "gets another encryption key",
    why: "What was written with the former key needs that key as long as it is kept. Most services cannot change the key of what exists, and replace it.",
  },
  {
    types,
    path,
    weakens: isTakenAway,
    severity: "danger",
    says: "loses its own encryption key",
    why: "With AWS's key in its place, nobody decides by a key policy any more who can read the data.",
  },
]);

const TLS_OLD = /TLS-?1-[01](-|$)|2016-08|2015-05|2014-|FS-2018-06|TLSv?1(\.[01])?$/;

/** Encryption at rest and on the wire, keys and their rotation. */
export const encryption = tableArea("Encryption", {
  attributeRules: [
    ...keys,
    {
      types: ["aws_rds_cluster", "aws_db_instance"],
      path: "storage_encrypted",
      weakens: goesOff,
      severity: "danger",
      whenNew: "danger",
      says: "is not encrypted",
      why: "The patient records are readable for whoever gets hold of the storage, and it cannot be encrypted afterwards without replacing it.",
    },
    {
      types: ["aws_efs_file_system", "aws_ebs_volume"],
      path: "encrypted",
      weakens: goesOff,
      severity: "danger",
      whenNew: "danger",
      says: "is not encrypted",
      why: "The files are readable for whoever gets hold of the storage, and it cannot be encrypted afterwards without replacing it.",
    },
    {
      types: ["aws_elasticache_replication_group"],
      path: "transit_encryption_enabled",
      weakens: goesOff,
      severity: "danger",
      says: "does not encrypt connections",
      why: "Sessions of users cross the network in plain text.",
    },
    {
      types: ["aws_elasticache_replication_group"],
      path: "at_rest_encryption_enabled",
      weakens: goesOff,
      severity: "danger",
      says: "is not encrypted",
      why: "Sessions of users are readable for whoever gets hold of the storage.",
    },
    {
      types: ["aws_kms_key", "aws_kms_replica_key"],
      path: "enable_key_rotation",
      weakens: goesOff,
      severity: "warning",
      says: "is not rotated",
      why: "One key then protects ever more data for ever longer.",
    },
    {
      types: ["aws_kms_key"],
      path: "rotation_period_in_days",
      weakens: goesUp,
      severity: "warning",
      says: "is rotated more rarely",
      why: "One key then protects more data for longer.",
    },
    {
      types: ["aws_kms_key", "aws_kms_replica_key"],
      path: "bypass_policy_lockout_safety_check",
      weakens: goesOn,
      severity: "warning",
      says: "takes a policy that locks everybody out",
      why: "AWS then no longer refuses a policy after which nobody can administer the key.",
    },
    {
      types: ["aws_kms_key", "aws_kms_replica_key"],
      path: "is_enabled",
      weakens: saysNo,
      severity: "danger",
      says: "is disabled",
      why: "Nothing that it encrypts can be read or written while it is.",
    },
    {
      types: ["aws_kms_key", "aws_kms_replica_key"],
      path: "deletion_window_in_days",
      weakens: goesDown,
      severity: "warning",
      says: "can be deleted sooner",
      why: "The window is the only time in which the deletion of a key can be called off.",
    },
    {
      types: ["aws_lb_listener"],
      path: "protocol",
      weakens: isNoLonger(/^(HTTPS|TLS)$/),
      severity: "danger",
      says: "no longer encrypts",
      why: "Passwords and patient records cross the internet in plain text.",
    },
    {
      types: ["aws_lb_listener"],
      path: "default_action.0.type",
      weakens: isNoLonger(/^redirect$/),
      severity: "warning",
      says: "no longer redirects to HTTPS",
      why: "Whoever opens the address without https:// is served in plain text.",
    },
    {
      types: ["aws_lb_target_group"],
      path: "protocol",
      weakens: isNoLonger(/^(HTTPS|TLS)$/),
      severity: "danger",
      says: "no longer encrypts to the tasks",
      why: "Patient records cross the network inside of the VPC in plain text.",
    },
    {
      types: ["aws_lb_listener"],
      path: "ssl_policy",
      weakens: becomes(TLS_OLD),
      severity: "danger",
      says: "accepts TLS 1.0 or 1.1",
      why: "Both versions are broken and forbidden for patient data by most rules.",
    },
    {
      types: ["aws_lb_listener"],
      path: "ssl_policy",
      weakens: isNoLonger(/^ELBSecurityPolicy-TLS13-1-[23]/),
      severity: "warning",
      says: "no longer has a policy with TLS 1.3",
      why: "A policy of before 2021 has weaker ciphers and slower handshakes.",
    },
    {
      types: ["aws_ecs_task_definition"],
      path: "volume.*.efs_volume_configuration.0.transit_encryption",
      weakens: goesOff,
      severity: "danger",
      says: "mounts the files without encryption",
      why: "Documents of patients cross the network in plain text.",
    },
  ],
  deletionRules: [
    {
      types: ["aws_s3_bucket_server_side_encryption_configuration"],
      severity: "danger",
      says: "is deleted",
      why: "New objects of the bucket are encrypted by S3's own key, which anybody with access to the bucket can use.",
    },
    {
      types: ["aws_kms_alias"],
      severity: "warning",
      says: "is deleted",
      why: "Whoever names the key by its alias no longer finds it.",
    },
  ],
});
