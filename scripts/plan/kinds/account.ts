import { enabled, list, ownKey, protection, text, value } from "../fact";
import type { Kinds } from "../kind";

const PUBLIC_ACCESS = [
  "block_public_acls",
  "block_public_policy",
  "ignore_public_acls",
  "restrict_public_buckets",
];

/** Identities, keys, buckets, logs and what watches over them. */
export const accountKinds: Kinds = {
  aws_cloudtrail: {
    one: "audit trail",
    facts: [
      ownKey("kms_key_id"),
      protection("enable_log_file_validation", "tamper-evident", "not tamper-evident"),
      enabled("is_multi_region_trail", "all regions"),
    ],
  },
  aws_s3_bucket: {
    one: "bucket",
    facts: [
      (resource) =>
        resource.get("force_destroy") === true
          ? { text: "destroyed with its objects", weak: true }
          : { text: "kept while it holds objects" },
    ],
  },
  aws_s3_bucket_lifecycle_configuration: {
    one: "bucket lifecycle",
    partOf: "aws_s3_bucket",
    facts: [
      text((resource) => {
        const rules = Array.from({ length: resource.size("rule") }, (_, i) => `rule.${i}`);
        const rule = rules.find((each) => resource.has(`${each}.expiration.0.days`));
        const prefix = rule && resource.text(`${rule}.filter.0.prefix`);
        return (
          rule &&
          `objects${prefix ? ` in ${prefix}` : ""} expire after ${resource.text(`${rule}.expiration.0.days`)} days`
        );
      }),
    ],
  },
  aws_s3_bucket_versioning: {
    one: "bucket versioning",
    partOf: "aws_s3_bucket",
    facts: [
      (resource) =>
        resource.text("versioning_configuration.0.status") === "Enabled"
          ? { text: "versioned" }
          : { text: "not versioned", weak: true },
    ],
  },
  aws_s3_bucket_server_side_encryption_configuration: {
    one: "bucket encryption",
    partOf: "aws_s3_bucket",
    facts: [
      (resource) => {
        const settings = "rule.0.apply_server_side_encryption_by_default.0";
        return {
          text: resource.has(`${settings}.kms_master_key_id`) ? "own KMS key" : "encrypted by S3's key",
        };
      },
    ],
  },
  aws_s3_bucket_public_access_block: {
    one: "public access block",
    partOf: "aws_s3_bucket",
    facts: [
      (resource) =>
        PUBLIC_ACCESS.every((setting) => resource.get(setting) === true)
          ? { text: "never public" }
          : { text: "can be made public", weak: true },
    ],
  },
  aws_secretsmanager_secret: { one: "secret", facts: [ownKey("kms_key_id")] },
  aws_secretsmanager_secret_version: { one: "secret value" },
  aws_ssm_parameter: { one: "parameter" },
  aws_kms_key: {
    one: "encryption key",
    facts: [
      protection("enable_key_rotation", "rotated every year", "not rotated"),
      value("deletion_window_in_days", "deleted after", "days"),
    ],
  },
  aws_cloudwatch_log_group: {
    one: "log group",
    facts: [
      (resource) => {
        const days = resource.text("retention_in_days");
        return { text: days && days !== "0" ? `kept ${days} days` : "kept for ever" };
      },
      ownKey("kms_key_id"),
    ],
  },
  aws_sns_topic: { one: "topic", facts: [ownKey("kms_master_key_id")] },
  aws_sns_topic_policy: { one: "topic policy", many: "topic policies", partOf: "aws_sns_topic", facts: [] },
  aws_sns_topic_subscription: { one: "subscription", facts: [value("protocol"), value("endpoint")] },
  aws_cloudwatch_metric_alarm: { one: "alarm", minor: true },
  aws_cloudwatch_event_rule: { one: "event rule", facts: [value("schedule_expression")] },
  aws_cloudwatch_event_target: { one: "event target" },
  aws_cloudwatch_log_resource_policy: { one: "log policy", many: "log policies" },
  aws_iam_policy: { one: "IAM policy", many: "IAM policies" },
  aws_iam_role: { one: "IAM role" },
  aws_iam_role_policy: { one: "IAM role policy", many: "IAM role policies" },
  aws_iam_role_policy_attachment: { one: "attached IAM policy", many: "attached IAM policies" },
  aws_kms_alias: { one: "key alias", many: "key aliases", partOf: "aws_kms_key", facts: [] },
  aws_s3_bucket_ownership_controls: { one: "bucket ownership setting", partOf: "aws_s3_bucket", facts: [] },
  aws_s3_bucket_policy: { one: "bucket policy", many: "bucket policies", partOf: "aws_s3_bucket", facts: [] },
  aws_s3_object: { one: "object" },
  random_id: { one: "random id" },
  random_password: { one: "random password kept in the state", many: "random passwords kept in the state" },
  terraform_data: { one: "Terraform value" },
  aws_iam_user: { one: "IAM user", facts: [list("permissions_boundary")] },
  aws_iam_user_policy: { one: "IAM user policy", many: "IAM user policies" },
};
