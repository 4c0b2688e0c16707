import { tableArea } from "./rule";
import { trail } from "./trail";
import { becomes, goesDown, goesOff, isKeptShorter, isNoLonger, isSwitchedOff, losesItems } from "./weaker";

/** Finds weaker records of who did what, and weaker alarms. */
export const logging = tableArea("Logging and alarms", {
  attributeRules: [
    {
      types: ["aws_cloudwatch_log_group"],
      path: "retention_in_days",
      weakens: isKeptShorter,
      severity: "danger",
      says: "is kept for a shorter time",
      why: "CloudWatch deletes what is older within days. HIPAA asks for six years of some of it.",
    },
    ...trail,
    {
      types: ["aws_wafv2_web_acl_logging_configuration"],
      path: "redacted_fields",
      weakens: losesItems,
      severity: "danger",
      says: "logs more of the requests",
      why: "Whoever reads cookies or authorization headers in the log can act as the one who sent them.",
    },
    {
      types: ["aws_ecs_cluster"],
      path: "configuration.0.execute_command_configuration.0.logging",
      weakens: isNoLonger(/^OVERRIDE$/),
      severity: "warning",
      says: "does not record shells in its tasks",
      why: "What somebody does in a shell beside the patient records leaves no trace.",
    },
    {
      types: ["aws_lb"],
      path: "access_logs.0.enabled",
      weakens: goesOff,
      severity: "warning",
      says: "keeps no access logs",
      why: "Nobody can find out afterwards who opened what.",
    },
    {
      types: ["aws_rds_cluster", "aws_db_instance"],
      path: "enabled_cloudwatch_logs_exports",
      weakens: losesItems,
      severity: "danger",
      says: "exports fewer logs",
      why: "The audit log tells who read which record.",
    },
    {
      types: ["aws_rds_cluster", "aws_rds_cluster_instance", "aws_db_instance"],
      path: "performance_insights_retention_period",
      weakens: goesDown,
      severity: "notice",
      says: "keeps a shorter history of its performance",
      why: "Older history is deleted at once.",
    },
    {
      types: ["aws_rds_cluster", "aws_rds_cluster_instance", "aws_db_instance"],
      path: "performance_insights_enabled",
      weakens: isSwitchedOff,
      severity: "notice",
      says: "records no history of its performance",
      why: "What made it slow can no longer be found out.",
    },
    {
      types: ["aws_rds_cluster_parameter_group"],
      path: "parameter",
      weakens: ({ before, after, isNew }) => !isNew && audits(before) && !audits(after),
      severity: "danger",
      says: "no longer audits",
      why: "The audit log tells who read which record.",
    },
    {
      types: ["aws_ecs_cluster"],
      path: "setting.*.value",
      weakens: isSwitchedOff,
      severity: "notice",
      says: "has no Container Insights",
      why: "Figures of single tasks are no longer there when something is slow.",
    },
    {
      types: ["aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"],
      path: "actions_enabled",
      weakens: ({ before, after, isNew }) => !isNew && before !== false && after === false,
      severity: "warning",
      says: "calls nobody",
      why: "It still turns red, where nobody looks.",
    },
    {
      types: ["aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"],
      path: "alarm_actions",
      weakens: losesItems,
      severity: "warning",
      says: "calls fewer",
      why: "Whoever was called before no longer learns of it.",
    },
    {
      types: ["aws_flow_log"],
      path: "traffic_type",
      weakens: becomes(/^(ACCEPT|REJECT)$/),
      severity: "warning",
      says: "records a part of the connections alone",
      why: "Either what got through or what was tried can no longer be found out.",
    },
  ],
  deletionRules: [
    {
      types: ["aws_flow_log"],
      severity: "danger",
      says: "is deleted",
      why: "Who connected to what is recorded no longer.",
    },
    {
      types: ["aws_wafv2_web_acl_logging_configuration"],
      severity: "warning",
      says: "is deleted",
      why: "What the firewall blocks or lets through is recorded no longer.",
    },
    {
      types: ["aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm", "aws_sns_topic_subscription"],
      severity: "warning",
      says: "is deleted",
      why: "Nobody is called any more when that goes wrong.",
    },
    {
      types: ["aws_cloudwatch_log_resource_policy", "aws_cloudwatch_query_definition"],
      severity: "notice",
      says: "is deleted",
      why: "Services that it allowed to write can no longer write their logs.",
    },
  ],
});

function audits(parameters: unknown): boolean {
  if (!Array.isArray(parameters)) return false;
  const audit = parameters.find((parameter) => parameter?.name === "server_audit_logging");
  return /^(on|1)$/i.test(String(audit?.value));
}
