import { tf } from "../terraform/expression";
import type { AlarmDefinition, Watched } from "./alarm";
import { TRAIL_EVENTS } from "./trail-events";

/** An alarm for each event of the trail, while its group is chosen. */
export function securityAlarms({ hasTrail, securityGroups, logNamespace }: Watched): AlarmDefinition[] {
  return TRAIL_EVENTS.map(({ metric, group, says, means, above = 0 }) => ({
    name: metric.replaceAll("_", "-"),
    area: "Security",
    says,
    means,
    todo: "Run npm run logs -- <environment> audit --since 1h, and ask who did it. If it was none of you: docs/incident.md.",
    metric: { namespace: logNamespace, name: metric, dimensions: {}, statistic: "Sum" },
    above,
    when: tf`${hasTrail} && contains(${securityGroups}, ${group})`,
    period: 300,
    bad: 1,
    of: 1,
  }));
}
