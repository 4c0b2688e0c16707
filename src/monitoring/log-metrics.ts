import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import type { Value } from "../terraform/expression";
import type { Metric } from "./alarm";

/** Patterns of lines that are counted in OpenEMR's log, and that `npm run logs` shows as errors; docs/logs.md explains them. */
export const LOG_PATTERNS = {
  php_errors: '?"PHP Fatal error" ?"OpenEMR.CRITICAL" ?AH00052',
  start_errors: '"start: error:"',
  background_errors: '"background services: error:"',
} as const;

export interface LogMetricsProps {
  readonly installation: Installation;
  /** Name of the log group of OpenEMR's tasks. */
  readonly logGroupName: string;
}

/**
 * Counts lines of OpenEMR's log that say that something is wrong. There is no value for "none", as CloudWatch bills a metric
 * for the hours in which it has one.
 */
export class LogMetrics extends Construct {
  constructor(scope: Construct, id: string, { installation, logGroupName }: LogMetricsProps) {
    super(scope, id);
    for (const [name, pattern] of Object.entries(LOG_PATTERNS)) {
      new CloudwatchLogMetricFilter(this, name, {
        name: installation.names.of(name.replaceAll("_", "-")),
        logGroupName,
        pattern,
        metricTransformation: { name, namespace: logNamespace(installation), value: "1" },
      });
    }
  }
}

/** Metrics of logs have no dimension here, so the namespace tells installations apart. */
export function logNamespace(installation: Installation): string {
  return `OpenEMR/${installation.names.prefix}`;
}

/** @param namespace see {@link logNamespace} */
export function logMetric(namespace: Value<string>, name: keyof typeof LOG_PATTERNS): Metric {
  return { namespace, name, dimensions: {}, statistic: "Sum" };
}
