import { enabled, list, ownKey, protection, text, value } from "../fact";
import type { Details } from "../kind";

const PUBLIC_ACCESS = [
  "block_public_acls",
  "block_public_policy",
  "ignore_public_acls",
  "restrict_public_buckets",
];

/** Identities, keys, buckets, logs and what watches over them. */
export const accountKinds: Details = {
  aws_cloudtrail: {
    facts: [
      ownKey("kms_key_id"),
      protection("enable_log_file_validation", "tamper-evident", "not tamper-evident"),
      enabled("is_multi_region_trail", "all regions"),
    ],
  },
  aws_s3_bucket: {
    facts: [
      (resource) =>
        resource.get("force_destroy") === true
          ? { text: "destroyed with its objects", weak: true }
          : { text: "kept while it holds objects" },
    ],
  },
  aws_s3_bucket_lifecycle_configuration: {
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
    partOf: "aws_s3_bucket",
    facts: [
      (resource) =>
        resource.text("versioning_configuration.0.status") === "Enabled"
          ? { text: "versioned" }
          : { text: "not versioned", weak: true },
    ],
  },
  aws_s3_bucket_server_side_encryption_configuration: {
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
    partOf: "aws_s3_bucket",
    facts: [
      (resource) =>
        PUBLIC_ACCESS.every((setting) => resource.get(setting) === true)
          ? { text: "never public" }
          : { text: "can be made public", weak: true },
    ],
  },
  aws_secretsmanager_secret: { facts: [ownKey("kms_key_id")] },
  aws_kms_key: {
    facts: [
      protection("enable_key_rotation", "rotated every year", "not rotated"),
      value("deletion_window_in_days", "deleted after", "days"),
    ],
  },
  aws_cloudwatch_log_group: {
    facts: [
      (resource) => {
        const days = resource.text("retention_in_days");
        return { text: days && days !== "0" ? `kept ${days} days` : "kept for ever" };
      },
      ownKey("kms_key_id"),
    ],
  },
  aws_sns_topic: { facts: [ownKey("kms_master_key_id")] },
  aws_sns_topic_subscription: { facts: [value("protocol"), value("endpoint")] },
  aws_cloudwatch_metric_alarm: { minor: true },
  aws_cloudwatch_composite_alarm: { minor: true },
  aws_cloudwatch_log_metric_filter: { minor: true },
  aws_sns_topic_policy: { partOf: "aws_sns_topic", facts: [] },
  aws_cloudwatch_event_rule: { facts: [value("schedule_expression")] },
  aws_kms_alias: { partOf: "aws_kms_key", facts: [] },
  aws_s3_bucket_ownership_controls: { partOf: "aws_s3_bucket", facts: [] },
  aws_s3_bucket_policy: { partOf: "aws_s3_bucket", facts: [] },
  aws_iam_user: { facts: [list("permissions_boundary")] },
};
