import type { PlanJson } from "../../../../scripts/plan/terraform-plan";
import { isObject } from "../../../../scripts/system/json";
import { analytics } from "./analytics";
import { backups } from "./backups";
import { buckets } from "./buckets";
import { containers } from "./containers";
import { database } from "./database";
import { edge } from "./edge";
import { files } from "./files";
import { firewall } from "./firewall";
import { functions } from "./functions";
import { identities } from "./identities";
import { keys } from "./keys";
import type { Kind } from "./kind";
import { logsAndAlarms } from "./logs-and-alarms";
import { mail } from "./mail";
import { names } from "./names";
import { network } from "./network";
import { permissions } from "./permissions";
import { secrets } from "./secrets";
import { tasks } from "./tasks";

export const KINDS: readonly Kind[] = [
  ...permissions,
  ...identities,
  ...keys,
  ...secrets,
  ...network,
  ...edge,
  ...firewall,
  ...mail,
  ...names,
  ...database,
  ...backups,
  ...files,
  ...buckets,
  ...containers,
  ...tasks,
  ...functions,
  ...analytics,
  ...logsAndAlarms,
];

/** Kinds that can be planned at once, as no two of them are of one resource. */
export function roundsOf(kinds: readonly Kind[]): Kind[][] {
  const rounds: Kind[][] = [];
  const count = new Map<string, number>();
  for (const kind of kinds) {
    const round = count.get(kind[3]) ?? 0;
    count.set(kind[3], round + 1);
    rounds[round] = [...(rounds[round] ?? []), kind];
  }
  return rounds;
}

/** The plan with a firewall that blocks, where it only counts. */
export function enforcing(plan: PlanJson): PlanJson {
  const resource_changes = (plan.resource_changes ?? []).map((resource) => {
    if (resource.type !== "aws_wafv2_web_acl") return resource;
    const values = blocking(resource.change.after);
    return { ...resource, change: { ...resource.change, before: values, after: values } };
  });
  return { ...plan, resource_changes };
}

const OUTSIDE_OF_THE_RULES = ["takes-files", "oauth-client", "session"];

function blocking(values: unknown): Record<string, unknown> {
  const { rule: rules, ...rest } = values as Record<string, unknown>;
  const rule = (rules as Array<Record<string, unknown>>).map((rule) => {
    if (isCounting(rule.override_action)) return { ...rule, override_action: [{ count: [], none: [{}] }] };
    return isCounting(rule.action) && !OUTSIDE_OF_THE_RULES.includes(String(rule.name))
      ? { ...rule, action: [{ block: [{}] }] }
      : rule;
  });
  return { ...rest, rule };
}

function isCounting(action: unknown): boolean {
  const [first] = Array.isArray(action) ? action : [];
  return isObject(first) && Array.isArray(first.count) && first.count.length > 0;
}
