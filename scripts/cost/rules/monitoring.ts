import type { PlannedResource } from "../../plan/resource";
import { each, type Rules } from "../rule";

/** Logs, metrics, alarms, dashboards and the audit trail. */
export const monitoringRules: Rules = {
  aws_cloudwatch_log_group: {
    usage: [
      { what: "Logs that arrive", price: "log_ingest_gb", usage: "log_ingest_gb", capability: "Monitoring" },
      { what: "Logs kept", price: "log_storage_gb", usage: "log_storage_gb", capability: "Monitoring" },
    ],
  },
  aws_cloudwatch_metric_alarm: {
    charges: [each("Alarms, by metric", "alarm_month", { count: countMetrics })],
  },
  aws_cloudwatch_composite_alarm: { charges: [each("Composite alarms", "composite_alarm_month")] },
  aws_cloudwatch_dashboard: { charges: [each("Dashboards", "dashboard_month")] },
  aws_cloudwatch_log_metric_filter: {
    // Without a value for "none" there is a metric, and a price, only in hours in which a line matches.
    charges: [
      each("Metrics from logs", "metric_month", {
        count: (filter) => (filter.get("metric_transformation.0.default_value") ? 1 : 0),
      }),
    ],
  },
  aws_guardduty_detector: {
    notes: ["GuardDuty, which AWS bills by the events and logs that it looks at."],
  },
  aws_cloudtrail: {
    notes: ["Management events, if another trail of the account records them, too, and data events."],
  },
};

/** One, or each metric of an expression. A high resolution costs more, and is not priced here. */
function countMetrics(alarm: PlannedResource): number | undefined {
  const queries = Array.from({ length: alarm.size("metric_query") }, (_, i) => `metric_query.${i}.metric`);
  const metrics = queries.filter((metric) => alarm.size(metric) > 0);
  const periods = ["period", ...metrics.map((metric) => `${metric}.0.period`)].map((path) => alarm.get(path));
  if (periods.some((period) => typeof period === "number" && period < 60)) return undefined;
  return Math.max(1, metrics.length);
}
