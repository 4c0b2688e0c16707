import { findingOf } from "../finding";
import { type Area, tableArea } from "./rule";
import { goesUp } from "./weakening";

const TITLE = "Web firewall";

interface WafRule {
  readonly name: string;
  readonly counts: boolean;
  /** Rules of a managed group that it does not carry out as AWS has them. */
  readonly overrides: readonly string[];
}

const table = tableArea(TITLE, {
  watches: [
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
  guardians: [
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
  title: TITLE,
  find: (stack) => [
    ...table.find(stack),
    ...stack.resources
      .filter(({ type, change }) => type === "aws_wafv2_web_acl" && (change === "update" || change === "replace"))
      .flatMap((resource) => {
        const [before, after] = [resource.before, resource.after].map(rulesOf);
        return before!.flatMap((rule) => {
          const now = after!.find(({ name }) => name === rule.name);
          const finding = (says: string, why: string, one: string, other: string) =>
            findingOf(TITLE, resource, {
              severity: "danger",
              says,
              attribute: `rule[${rule.name}]`,
              before: one,
              after: other,
              why,
            });
          if (!now) {
            const why = "What it blocked reaches the application.";
            return [finding(`loses the rule ${rule.name}`, why, modeOf(rule), "(none)")];
          }
          const weaker = now.overrides.filter((name) => !rule.overrides.includes(name));
          return [
            ...(now.counts && !rule.counts
              ? [
                  finding(
                    `the rule ${rule.name} only counts`,
                    "What it blocked reaches the application.",
                    modeOf(rule),
                    modeOf(now),
                  ),
                ]
              : []),
            ...(weaker.length > 0
              ? [
                  finding(
                    `parts of the rule ${rule.name} no longer block`,
                    "What they blocked reaches the application.",
                    rule.overrides.join(", ") || "(none)",
                    now.overrides.join(", "),
                  ),
                ]
              : []),
          ];
        });
      }),
  ],
};

function modeOf({ counts }: WafRule): string {
  return counts ? "counts" : "acts";
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
