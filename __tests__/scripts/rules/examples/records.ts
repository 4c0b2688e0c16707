import { type Example, parameter } from "./example";

/** Examples of rules about logs, metrics and alarms. */
export const RECORDS: readonly Example[] = [
  ["aws_cloudwatch_log_group", "retention_in_days", 731, 30, "is kept for a shorter time"],
  ["aws_cloudwatch_log_group", "retention_in_days", 0, 3653, "is kept for a shorter time"],
  ["aws_cloudtrail", "enable_logging", true, false, "records nothing"],
  ["aws_cloudtrail", "is_multi_region_trail", true, false, "records only one region"],
  ["aws_cloudtrail", "include_global_service_events", true, false, "leaves out global services"],
  ["aws_cloudtrail", "enable_log_file_validation", true, false, "is no longer tamper-evident"],
  ["aws_lb", "access_logs.0.enabled", true, false, "keeps no access logs"],
  ["aws_rds_cluster", "enabled_cloudwatch_logs_exports", ["audit", "error"], ["error"], "exports fewer logs"],
  [
    "aws_rds_cluster",
    "performance_insights_retention_period",
    731,
    7,
    "keeps a shorter history of its performance",
  ],
  ["aws_rds_cluster", "performance_insights_enabled", true, false, "records no history of its performance"],
  [
    "aws_rds_cluster_parameter_group",
    "parameter",
    parameter("server_audit_logging", "1"),
    parameter("server_audit_logging", "0"),
    "no longer audits",
  ],
  ["aws_ecs_cluster", "setting.0.value", "enhanced", "disabled", "has no Container Insights"],
  ["aws_cloudwatch_metric_alarm", "actions_enabled", true, false, "calls nobody"],
  ["aws_cloudwatch_metric_alarm", "alarm_actions", ["arn:topic"], [], "calls fewer"],
  ["aws_guardduty_detector", "enable", true, false, "looks for nothing"],
  ["aws_guardduty_detector", "enable", true, null, "looks for nothing"],
  ["aws_guardduty_detector_feature", "status", "ENABLED", "DISABLED", "is off"],
  ["aws_flow_log", "traffic_type", "ALL", "REJECT", "records only a part of the connections"],
];
