import type { PlannedStack } from "../../../plan/planned-stack";
import { type PlannedResource, UNKNOWN } from "../../../plan/resource";
import { isForNobodyInParticular, policyOf } from "../policies";
import {
  hasPart,
  isGiven,
  isOn,
  names,
  type Outcome,
  OWN_KEY,
  REF,
  type StateRule,
  value,
  where,
} from "../state-rule";

const TRAIL = "aws_cloudtrail";
const OPEN = JSON.stringify({
  Statement: [{ Effect: "Allow", Principal: "*", Action: "ecr:BatchGetImage" }],
});

const audited = (parameter: object) => ({
  values: { engine: "aurora-mysql", db_cluster_parameter_group_name: "database" },
  parts: { aws_rds_cluster_parameter_group: { name: "database", parameter: [parameter, EVENTS] } },
});
const EVENTS = { name: "server_audit_events", value: "CONNECT" };

export const logsAndImages: readonly StateRule[] = [
  {
    controls: ["RDS.45"],
    types: ["aws_rds_cluster"],
    check: where((cluster) => cluster.text("engine") === "aurora-mysql", writesAuditLog),
    severity: "danger",
    says: "writes no audit log",
    why: "Nobody can find out afterwards who signed in and what was changed.",
    bad: audited({ name: "server_audit_logging", value: "0" }),
    good: audited({ name: "server_audit_logging", value: "1" }),
  },
  {
    nag: "CloudTrailCloudWatchLogsEnabled",
    controls: ["CloudTrail.5"],
    types: [TRAIL],
    check: isGiven("cloud_watch_logs_group_arn"),
    severity: "warning",
    says: "does not go to CloudWatch Logs",
    why: "Nobody is called by what is in it.",
    bad: { values: {} },
    good: { values: { cloud_watch_logs_group_arn: "arn:log" } },
  },
  {
    nag: "CloudTrailEncryptionEnabled",
    controls: ["CloudTrail.2"],
    types: [TRAIL],
    ...OWN_KEY,
  },
  {
    nag: "CloudTrailLogFileValidationEnabled",
    controls: ["CloudTrail.4"],
    types: [TRAIL],
    check: isOn("enable_log_file_validation"),
    severity: "danger",
    says: "is not tamper-evident",
    why: "A record that was changed afterwards cannot be told from a true one.",
    bad: { values: { enable_log_file_validation: false } },
    good: { values: { enable_log_file_validation: true } },
  },
  {
    controls: ["CloudTrail.1"],
    types: [TRAIL],
    check: isOn("is_multi_region_trail"),
    severity: "danger",
    says: "records one region only",
    why: "An intruder works in a region that nobody looks at.",
    bad: { values: { is_multi_region_trail: false } },
    good: { values: { is_multi_region_trail: true } },
  },
  {
    nag: "CloudWatchAlarmAction",
    controls: ["CloudWatch.15"],
    types: ["aws_cloudwatch_metric_alarm"],
    check: (alarm, stack) => (hasAction(alarm, stack) || isPartOfAnother(alarm, stack) ? "passed" : "failed"),
    severity: "warning",
    says: "calls nobody",
    why: "It turns red where nobody looks.",
    bad: { values: { alarm_actions: [] } },
    good: { values: { alarm_actions: ["arn:topic"] } },
  },
  {
    nag: "CloudWatchLogGroupEncrypted",
    types: ["aws_cloudwatch_log_group"],
    ...OWN_KEY,
  },
  {
    nag: "CloudWatchLogGroupRetentionPeriod",
    types: ["aws_cloudwatch_log_group"],
    check: value("retention_in_days", (days) => Number(days ?? 0) > 0),
    severity: "notice",
    says: "is kept for ever",
    why: "Nobody has decided how long it is needed, and it is billed for as long.",
    bad: { values: { retention_in_days: 0 } },
    good: { values: { retention_in_days: 365 } },
  },
  {
    nag: "ECROpenAccess",
    types: ["aws_ecr_repository"],
    check: policyOf("aws_ecr_repository_policy", "repository", isForNobodyInParticular, "passed"),
    severity: "danger",
    says: "is open to everybody",
    why: "Whoever has an account of AWS can take images from it.",
    bad: { values: { name: REF }, parts: { aws_ecr_repository_policy: { repository: REF, policy: OPEN } } },
    good: { values: { name: REF } },
  },
  {
    controls: ["ECR.1"],
    types: ["aws_ecr_repository"],
    check: isOn("image_scanning_configuration.0.scan_on_push"),
    severity: "warning",
    says: "does not scan its images",
    why: "Nobody learns of weaknesses that are known.",
    bad: { values: {} },
    good: { values: { image_scanning_configuration: [{ scan_on_push: true }] } },
  },
  {
    controls: ["ECR.2"],
    types: ["aws_ecr_repository"],
    check: value("image_tag_mutability", (mutability) => mutability === "IMMUTABLE"),
    severity: "warning",
    says: "lets tags be moved",
    why: "The same name can mean another image tomorrow.",
    bad: { values: { image_tag_mutability: "MUTABLE" } },
    good: { values: { image_tag_mutability: "IMMUTABLE" } },
  },
  {
    controls: ["ECR.3"],
    types: ["aws_ecr_repository"],
    check: hasPart("aws_ecr_lifecycle_policy", "repository"),
    severity: "notice",
    says: "keeps every image",
    why: "Old ones are billed, and may be started by mistake.",
    bad: { values: { name: REF } },
    good: { values: { name: REF }, parts: { aws_ecr_lifecycle_policy: { repository: REF } } },
  },
];

function hasAction(alarm: PlannedResource, stack: PlannedStack): boolean {
  const actions = ["alarm_actions", "insufficient_data_actions", "ok_actions"];
  return actions.some((name) => isGiven(name)(alarm, stack) === "passed");
}

/** A composite alarm calls somebody when this one turns red. */
function isPartOfAnother(alarm: PlannedResource, stack: PlannedStack): boolean {
  return stack.after.some((other) => {
    if (other.type !== "aws_cloudwatch_composite_alarm" || !hasAction(other, stack)) return false;
    const name = alarm.text("alarm_name");
    if (name !== undefined && other.text("alarm_rule")?.includes(name)) return true;
    const rule = JSON.stringify(other.configured?.expressions?.alarm_rule) ?? "";
    return rule.includes(`"${alarm.type}.${alarm.name}`);
  });
}

/** The parameters of a cluster switch its audit log on and name something to be in it. */
function writesAuditLog(cluster: PlannedResource, { after }: PlannedStack): Outcome {
  const group = after.find(
    (other) =>
      other.type === "aws_rds_cluster_parameter_group" &&
      names(cluster, "db_cluster_parameter_group_name", other),
  );
  // The default group, or one of somebody else, is not in the plan.
  if (!group) return "unknown";
  const parameters = group.get("parameter");
  if (!Array.isArray(parameters)) return parameters === UNKNOWN ? "unknown" : "failed";
  const given = (name: string): unknown => parameters.find((parameter) => parameter?.name === name)?.value;
  const values = [given("server_audit_logging"), given("server_audit_events")];
  if (values.includes(UNKNOWN)) return "unknown";
  return /^(1|on)$/i.test(String(values[0])) && values[1] ? "passed" : "failed";
}
