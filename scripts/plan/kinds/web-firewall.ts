import type { Fact, FactReader } from "../fact";
import type { PlannedResource } from "../resource";

/** The rules of a web ACL in their order, and which of them only count. */
export const webFirewallFacts: readonly FactReader[] = [
  (resource) => {
    const counting = rules(resource).filter((rule) =>
      isGiven(rule, "override_action.0.count", "action.0.count"),
    );
    return counting.length > 0
      ? { text: `${counting.length} of ${resource.size("rule")} rules only count`, weak: true }
      : { text: `${resource.size("rule")} rules` };
  },
  (resource): Fact | undefined => {
    const known = rules(resource).flatMap((rule) => describe(rule) ?? []);
    return known.length > 0 ? { text: known.join(", ") } : undefined;
  },
];

type Rule = Record<string, unknown>;

function rules(resource: PlannedResource): Rule[] {
  const value = resource.get("rule");
  if (!Array.isArray(value)) return [];
  return value.filter((rule) => typeof rule === "object").sort((one, other) => one.priority - other.priority);
}

/** Rules of AWS and limits; one that the stack writes itself belongs to one of those. */
function describe(rule: Rule): string | undefined {
  const limit = at(rule, "statement.0.rate_based_statement.0") as Rule | undefined;
  if (limit) {
    return `${rule.name} ${limit.limit} requests in ${limit.evaluation_window_sec ?? 300} s by ${limit.aggregate_key_type}`;
  }
  const managed = at(rule, "statement.0.managed_rule_group_statement.0") as Rule | undefined;
  if (!managed) return undefined;
  const overrides = Array.isArray(managed.rule_action_override) ? managed.rule_action_override : [];
  const counting = overrides.filter((override) => isGiven(override, "action_to_use.0.count"));
  return counting.length > 0 ? `${rule.name} (${counting.length} of its rules counted)` : String(rule.name);
}

function isGiven(value: unknown, ...paths: string[]): boolean {
  return paths.some((path) => {
    const block = at(value, path);
    return Array.isArray(block) && block.length > 0;
  });
}

function at(value: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((part, step) => (part as Record<string, unknown> | null | undefined)?.[step], value);
}
