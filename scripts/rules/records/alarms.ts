import { tableArea } from "../rule";
import { changes, isAnother, isGiven, losesItems } from "../weaker";

const ALARM_SETTINGS = [
  "comparison_operator",
  "datapoints_to_alarm",
  "dimensions",
  "evaluation_periods",
  "extended_statistic",
  "metric_name",
  "metric_query",
  "namespace",
  "period",
  "statistic",
  "threshold",
  "treat_missing_data",
];

/** Finds alarms that ring at something else, or of which nobody hears. */
export const alarms = tableArea("Alarms", {
  attributeRules: [
    ...ALARM_SETTINGS.map(
      (path) =>
        ({
          types: ["aws_cloudwatch_metric_alarm"],
          path,
          weakens: changes,
          severity: "warning",
          says: "rings at something else",
          why: "It can stay quiet when what it was made for happens.",
        }) as const,
    ),
    {
      types: ["aws_cloudwatch_composite_alarm"],
      path: "alarm_rule",
      weakens: changes,
      severity: "warning",
      says: "rings at something else",
      why: "It can stay quiet when what it was made for happens.",
    },
    {
      types: ["aws_cloudwatch_composite_alarm"],
      path: "actions_suppressor",
      weakens: changes,
      severity: "warning",
      says: "is kept quiet by another alarm",
      why: "While that one rings, nobody hears of this one.",
    },
    {
      types: ["aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"],
      path: "ok_actions",
      weakens: losesItems,
      severity: "notice",
      says: "does not tell all that it is over",
      why: "Somebody looks for a fault that is gone.",
    },
    {
      types: ["aws_cloudwatch_log_metric_filter"],
      path: "pattern",
      weakens: isAnother,
      severity: "warning",
      says: "looks for something else in the log",
      why: "The alarm that counts on it can stay quiet.",
    },
    {
      types: ["aws_cloudwatch_log_metric_filter"],
      path: "log_group_name",
      weakens: isAnother,
      severity: "warning",
      says: "looks into another log",
      why: "The alarm that counts on it can stay quiet.",
    },
    {
      types: ["aws_cloudwatch_event_target"],
      path: "input_transformer",
      weakens: changes,
      severity: "notice",
      says: "says something else",
      why: "Whoever gets the message may not know what to do.",
    },
    {
      types: ["aws_sns_topic_subscription"],
      path: "filter_policy",
      weakens: isGiven,
      severity: "warning",
      says: "hears of some messages only",
      why: "Whoever is called by it learns nothing of the others.",
    },
  ],
  deletionRules: [
    {
      types: ["aws_cloudwatch_event_target", "aws_cloudwatch_event_rule", "aws_cloudwatch_log_metric_filter"],
      severity: "warning",
      says: "is deleted",
      why: "What it told or started is neither told nor started any more.",
    },
    {
      types: ["aws_sns_topic"],
      severity: "warning",
      says: "is deleted",
      why: "What was sent to it reaches nobody.",
    },
  ],
});
