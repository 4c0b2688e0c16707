import type {
  CloudwatchMetricAlarmConfig,
  CloudwatchMetricAlarmMetricQuery,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { asString, tfString, type Value } from "../terraform/expression";
import type { AlarmDefinition, Calculation, Metric } from "./alarm";

/** Arguments that say what an alarm compares: a metric, or an expression over metrics. */
export function comparedBy({
  metric,
  calculated,
  period,
}: AlarmDefinition): Partial<CloudwatchMetricAlarmConfig> {
  if (calculated) {
    const queries = [
      query("m", metric, period),
      ...furtherMetrics(calculated).map(({ id, metric: other }) => query(id, other, period)),
    ];
    return { metricQuery: [...queries, { id: "e", expression: formula(calculated), returnData: true }] };
  }
  const { statistic, ...named } = metric;
  return {
    ...argumentsOf(named),
    period,
    ...(isPercentile(statistic)
      ? // At night a single slow request would be more than one of ten.
        { extendedStatistic: statistic, evaluateLowSampleCountPercentiles: "ignore" }
      : { statistic }),
  };
}

/** Everything that a reader needs who has only a phone. */
export function describeAlarm({ says, means, todo }: AlarmDefinition, environment: Value<string>): string {
  return tfString`replace(${`${says} ${means} Next: ${todo}`}, "<environment>", ${environment})`;
}

/** Metrics that are calculated with, beside the alarm's own, by their ids. */
export function furtherMetrics(
  calculated: Calculation,
): Array<{ readonly id: string; readonly metric: Metric }> {
  if (calculated.as === "percent of") return [{ id: "n", metric: calculated.other }];
  if (calculated.as === "percent of quota") return calculated.of ? [{ id: "n", metric: calculated.of }] : [];
  if (calculated.as === "sum with")
    return calculated.others.map((metric, i) => ({ id: `n${i + 1}`, metric }));
  return [];
}

/** "Using metric math" of the CloudWatch user guide; m is the metric, n the other one. */
export function formula(calculated: Calculation): string {
  switch (calculated.as) {
    case "percent of":
      return `IF(m >= ${calculated.atLeast}, 100 * m / n, 0)`;
    case "sum with":
      return ["m", ...furtherMetrics(calculated).map(({ id }) => id)]
        .map((id) => (calculated.orZero ? `FILL(${id}, 0)` : id))
        .join(" + ");
    case "percent of quota":
      return `100 * m / SERVICE_QUOTA(${calculated.of ? "n" : "m"})`;
    case "growth":
      return "DIFF(m)";
    case "or zero":
      return "FILL(m, 0)";
  }
}

function query(
  id: string,
  { statistic, ...named }: Metric,
  period: number,
): CloudwatchMetricAlarmMetricQuery {
  return { id, metric: { ...argumentsOf(named), period, stat: statistic } };
}

function argumentsOf({ namespace, name, dimensions }: Omit<Metric, "statistic">) {
  return {
    namespace: asString(namespace),
    metricName: name,
    dimensions: Object.fromEntries(
      Object.entries(dimensions).map(([dimension, value]) => [dimension, asString(value)]),
    ),
  };
}

function isPercentile(statistic: string): boolean {
  return /^p\d/.test(statistic);
}
