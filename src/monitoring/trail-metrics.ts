import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import { asString, tf, type Value } from "../terraform/expression";
import { Toggle } from "../terraform/instance-scope";
import { logNamespace } from "./log-metrics";
import { TRAIL_EVENTS } from "./trail-events";

export interface TrailMetricsProps {
  readonly installation: Installation;
  /** There is a trail; known at plan time. */
  readonly hasTrail: Value<boolean>;
  /** Name of the trail's log group; null where there is no trail. */
  readonly logGroupName: Value<string | null>;
  /** Groups that the operator has chosen. */
  readonly groups: Value<readonly string[]>;
}

/** Counts in the audit trail what people are told of. */
export class TrailMetrics extends Construct {
  constructor(scope: Construct, id: string, props: TrailMetricsProps) {
    super(scope, id);
    const { installation, hasTrail, logGroupName, groups } = props;
    for (const { metric, group, pattern } of TRAIL_EVENTS) {
      const on = new Toggle(this, metric, tf`${hasTrail} && contains(${groups}, ${group})`);
      new CloudwatchLogMetricFilter(on, "Default", {
        name: installation.names.of(metric.replaceAll("_", "-")),
        logGroupName: asString(logGroupName),
        pattern,
        metricTransformation: { name: metric, namespace: logNamespace(installation), value: "1" },
      });
    }
  }
}
