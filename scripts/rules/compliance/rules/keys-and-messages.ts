import { isForNobodyInParticular, policyOf, refusesPlainCalls, statements } from "../policies";
import { type Check, hasPart, isGiven, isOn, OWN_KEY, REF, type StateRule, value } from "../state-rule";

const document = (statement: object) => JSON.stringify({ Statement: [statement] });
const OPEN = document({ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" });
const BOUND = document({
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::123456789012:root" },
  Action: "*",
  Resource: "*",
});
const TLS = document({
  Effect: "Deny",
  Principal: "*",
  Action: "*",
  Resource: "*",
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});

const rotated = (rules: object) => ({
  values: { id: REF },
  parts: { aws_secretsmanager_secret_rotation: { secret_id: REF, rotation_rules: [rules] } },
});

/** A rotation comes at least so often. A schedule may be an expression, of which `rate(n days)` is read. */
function isWithinDays(most: number): Check {
  return (rotation, stack) => {
    const expression = rotation.text("rotation_rules.0.schedule_expression");
    if (expression?.startsWith("cron")) return "unknown";
    const days = /^rate\((\d+) days?\)$/.exec(expression ?? "")?.[1];
    if (days !== undefined) return Number(days) <= most ? "passed" : "failed";
    const isOften = (given: unknown) => Number(given ?? Number.POSITIVE_INFINITY) <= most;
    return value("rotation_rules.0.automatically_after_days", isOften)(rotation, stack);
  };
}

export const keysAndMessages: readonly StateRule[] = [
  {
    nag: "KMSBackingKeyRotationEnabled",
    controls: ["KMS.4"],
    types: ["aws_kms_key"],
    check: isOn("enable_key_rotation"),
    severity: "warning",
    says: "is not rotated",
    why: "One key then protects ever more data for ever longer.",
    bad: { values: { enable_key_rotation: false } },
    good: { values: { enable_key_rotation: true } },
  },
  {
    controls: ["KMS.5"],
    types: ["aws_kms_key"],
    check: statements("policy", isForNobodyInParticular),
    severity: "danger",
    says: "can be used by everybody",
    why: "Whoever has an account of AWS can decrypt with it.",
    bad: { values: { policy: OPEN } },
    good: { values: { policy: BOUND } },
  },
  {
    nag: "SecretsManagerRotationEnabled",
    controls: ["SecretsManager.1"],
    types: ["aws_secretsmanager_secret"],
    check: hasPart("aws_secretsmanager_secret_rotation", "secret_id"),
    severity: "warning",
    says: "is not rotated by itself",
    why: "A secret that leaked works until somebody changes it.",
    bad: { values: { id: REF } },
    good: { values: { id: REF }, parts: { aws_secretsmanager_secret_rotation: { secret_id: REF } } },
  },
  {
    controls: ["SecretsManager.4"],
    types: ["aws_secretsmanager_secret"],
    check: hasPart("aws_secretsmanager_secret_rotation", "secret_id", isWithinDays(90)),
    severity: "notice",
    says: "is not rotated within 90 days",
    why: "A secret that leaked works until somebody changes it.",
    bad: rotated({ automatically_after_days: 365 }),
    good: rotated({ automatically_after_days: 30 }),
  },
  {
    nag: "SecretsManagerUsingKMSKey",
    types: ["aws_secretsmanager_secret"],
    ...OWN_KEY,
  },
  {
    nag: "SNSEncryptedKMS",
    controls: ["SNS.1"],
    types: ["aws_sns_topic"],
    check: isGiven("kms_master_key_id"),
    severity: "warning",
    says: "is not encrypted",
    why: "Messages name patients, addresses and documents.",
    bad: { values: {} },
    good: { values: { kms_master_key_id: "arn:key" } },
  },
  {
    nag: "SNSTopicSSLPublishOnly",
    types: ["aws_sns_topic"],
    check: policyOf("aws_sns_topic_policy", "arn", refusesPlainCalls, "failed"),
    severity: "warning",
    says: "takes messages without TLS",
    why: "They then cross networks in plain text.",
    bad: { values: { arn: REF } },
    good: { values: { arn: REF }, parts: { aws_sns_topic_policy: { arn: REF, policy: TLS } } },
  },
  {
    controls: ["SNS.4"],
    types: ["aws_sns_topic"],
    check: policyOf("aws_sns_topic_policy", "arn", isForNobodyInParticular, "passed"),
    severity: "danger",
    says: "can be used by everybody",
    why: "Whoever has an account of AWS can listen to it, or write into it.",
    bad: { values: { arn: REF }, parts: { aws_sns_topic_policy: { arn: REF, policy: OPEN } } },
    good: { values: { arn: REF }, parts: { aws_sns_topic_policy: { arn: REF, policy: BOUND } } },
  },
  {
    nag: "SQSQueueSSE",
    controls: ["SQS.1"],
    types: ["aws_sqs_queue"],
    check: (queue, stack) =>
      isGiven("kms_master_key_id")(queue, stack) === "passed"
        ? "passed"
        : isOn("sqs_managed_sse_enabled")(queue, stack),
    severity: "warning",
    says: "is not encrypted",
    why: "Messages name patients, addresses and documents.",
    bad: { values: { sqs_managed_sse_enabled: false } },
    good: { values: { kms_master_key_id: "arn:key" } },
  },
  {
    nag: "SQSQueueDLQ",
    types: ["aws_sqs_queue"],
    // A queue for failed messages needs none of its own.
    check: (queue, { after }) => {
      if (queue.has("redrive_policy")) return "passed";
      const isForFailed = after.some(
        (other) =>
          other.type === "aws_sqs_queue" &&
          (JSON.stringify(other.configured?.expressions?.redrive_policy)?.includes(
            `aws_sqs_queue.${queue.name}`,
          ) ||
            (queue.text("arn") !== undefined && other.text("redrive_policy")?.includes(queue.text("arn")!))),
      );
      return isForFailed ? "passed" : "failed";
    },
    severity: "warning",
    says: "has no queue for failed messages",
    why: "What cannot be handled is lost.",
    bad: { values: { arn: REF } },
    good: { values: { redrive_policy: "{}" } },
  },
  {
    nag: "SQSQueueSSLRequestsOnly",
    types: ["aws_sqs_queue"],
    check: policyOf("aws_sqs_queue_policy", "queue_url", refusesPlainCalls, "failed"),
    severity: "warning",
    says: "takes messages without TLS",
    why: "They then cross networks in plain text.",
    bad: { values: { url: REF } },
    good: { values: { url: REF }, parts: { aws_sqs_queue_policy: { queue_url: REF, policy: TLS } } },
  },
  {
    controls: ["SQS.3"],
    types: ["aws_sqs_queue"],
    check: policyOf("aws_sqs_queue_policy", "queue_url", isForNobodyInParticular, "passed"),
    severity: "danger",
    says: "can be used by everybody",
    why: "Whoever has an account of AWS can read what is in it.",
    bad: { values: { url: REF }, parts: { aws_sqs_queue_policy: { queue_url: REF, policy: OPEN } } },
    good: { values: { url: REF }, parts: { aws_sqs_queue_policy: { queue_url: REF, policy: BOUND } } },
  },
  {
    nag: "ElastiCacheRedisClusterAutomaticBackup",
    types: ["aws_elasticache_serverless_cache", "aws_elasticache_replication_group"],
    check: value("snapshot_retention_limit", (days) => Number(days ?? 0) >= 15),
    severity: "notice",
    says: "keeps snapshots for fewer than 15 days",
    why: "The cache holds sessions: after its loss everybody signs in again.",
    bad: { values: { snapshot_retention_limit: 0 } },
    good: { values: { snapshot_retention_limit: 15 } },
  },
];
