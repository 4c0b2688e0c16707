import type { PlannedResource } from "../plan/resource";
import { type Finding, findingOf } from "./finding";
import { type Area, tableArea } from "./rule";
import { goesUp } from "./weaker";

const TITLE = "Web firewall";

interface WafRule {
  readonly name: string;
  readonly counts: boolean;
  /** Rules of a managed group that it does not carry out as AWS has them. */
  readonly overrides: readonly string[];
}

const rows = tableArea(TITLE, {
  attributeRules: [
    {
      types: ["aws_wafv2_web_acl"],
      path: "rule.*.statement.0.rate_based_statement.0.limit",
      weakens: goesUp,
      severity: "warning",
      says: "lets one client send more requests",
      why: "Guessing passwords and flooding become cheaper.",
    },
    {
      types: ["aws_wafv2_web_acl"],
      path: "default_action.0.allow",
      weakens: ({ before, after, isNew }) => !isNew && isEmptyBlock(before) && !isEmptyBlock(after),
      severity: "danger",
      says: "lets through whatever no rule names",
      why: "It blocked everything else before.",
    },
  ],
  deletionRules: [
    {
      types: ["aws_wafv2_web_acl", "aws_wafv2_web_acl_association"],
      severity: "danger",
      says: "is deleted",
      why: "Requests reach the application without a firewall.",
    },
  ],
});

/** Rules of the firewall that go away, or that only count what they blocked. */
export const webFirewall: Area = {
  ...rows,
  find: (stack) => [...rows.find(stack), ...stack.resources.filter(isChangedAcl).flatMap(ruleFindings)],
};

function isChangedAcl({ type, change }: PlannedResource): boolean {
  return type === "aws_wafv2_web_acl" && (change === "update" || change === "replace");
}

/** Tells a change of several rules at once as one finding. */
function ruleFindings(resource: PlannedResource): Finding[] {
  const [before, after] = [rulesOf(resource.before), rulesOf(resource.after)];
  const now = (rule: WafRule) => after.find(({ name }) => name === rule.name);
  const gone = before.filter((rule) => !now(rule));
  const counting = before.filter((rule) => !rule.counts && now(rule)?.counts);
  const parts = before.flatMap((rule) =>
    (now(rule)?.overrides ?? [])
      .filter((name) => !rule.overrides.includes(name))
      .map((name) => `${rule.name}: ${name}`),
  );
  const tell = (names: readonly string[], says: string, one: string, other: string): Finding[] =>
    names.length === 0
      ? []
      : [
          findingOf(TITLE, resource, {
            severity: "danger",
            says: `has ${names.length} ${names.length === 1 ? "rule" : "rules"} ${says}`,
            attribute: `rule (${names.join(", ")})`,
            before: one,
            after: other,
            why: "What they blocked reaches the application.",
          }),
        ];
  const namesOf = (rules: readonly WafRule[]) => rules.map(({ name }) => name);
  return [
    ...tell(namesOf(gone), "fewer", "in force", "(none)"),
    ...tell(namesOf(counting), "that only count now", "in force", "counts"),
    ...tell(parts, "of managed groups that no longer block", "in force", "counts or allows"),
  ];
}

function rulesOf(acl: unknown): WafRule[] {
  const rules = (acl as { rule?: unknown } | undefined)?.rule;
  if (!Array.isArray(rules)) return [];
  return rules
    .filter((rule) => typeof rule === "object" && rule !== null)
    .map((rule) => ({
      name: String(rule.name),
      counts: ["override_action", "action"].some((block) => !isEmptyBlock(rule[block]?.[0]?.count)),
      overrides: weakenedParts(rule),
    }));
}

/** Rules of a managed group that count or let through. */
function weakenedParts(rule: Record<string, unknown>): string[] {
  const statement = (rule.statement as Array<Record<string, unknown>> | undefined)?.[0];
  const group = (statement?.managed_rule_group_statement as Array<Record<string, unknown>> | undefined)?.[0];
  const overrides = group?.rule_action_override;
  if (!Array.isArray(overrides)) return [];
  return overrides
    .filter((override) => {
      const action = override?.action_to_use?.[0];
      return !isEmptyBlock(action?.count) || !isEmptyBlock(action?.allow);
    })
    .map(({ name }) => String(name));
}

function isEmptyBlock(block: unknown): boolean {
  return !Array.isArray(block) || block.length === 0;
}
