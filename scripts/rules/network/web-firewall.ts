import type { PlannedResource } from "../../plan/resource";
import type { ChangedPart } from "../../plan/values/differences";
import { type Finding, type FindingDetails, findingOf } from "../finding";
import { tableArea } from "../rule";
import { changes, goesUp, weakerWhere } from "../weaker";
import { type FirewallRule, rulesOf } from "./web-firewall-rule";

const TITLE = "Web firewall";

const isBlock = (block: unknown) => Array.isArray(block) && block.length > 0;

/** Rules of the firewall that go away, come, act in another way, or match something else. */
export const webFirewall = tableArea(TITLE, {
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
      weakens: weakerWhere(({ before, after, isNew }) => !isNew && !isBlock(before) && isBlock(after)),
      severity: "danger",
      says: "lets through whatever no rule names",
      why: "It blocked everything else before.",
    },
    {
      types: ["aws_wafv2_web_acl"],
      path: "default_action.0.block",
      weakens: weakerWhere(({ before, after, isNew }) => !isNew && !isBlock(before) && isBlock(after)),
      severity: "danger",
      says: "blocks whatever no rule names",
      why: "It let everything else through before: nobody may reach the application.",
    },
    ...["web_acl_arn", "resource_arn"].map(
      (path) =>
        ({
          types: ["aws_wafv2_web_acl_association"],
          path,
          weakens: changes,
          severity: "danger",
          says: "joins another load balancer or another list of rules",
          why: "What the former rules blocked may reach the application: an empty list blocks nothing.",
        }) as const,
    ),
  ],
  deletionRules: [
    {
      types: ["aws_wafv2_web_acl", "aws_wafv2_web_acl_association"],
      severity: "danger",
      says: "is deleted",
      why: "Requests reach the application without a firewall.",
    },
  ],
  others: (stack) => stack.resources.filter(isChangedAcl).flatMap(ruleFindings),
  knows: (resource, part) => isChangedAcl(resource) && isTold(resource, part),
});

function isChangedAcl({ type, change }: PlannedResource): boolean {
  return type === "aws_wafv2_web_acl" && (change === "update" || change === "replace");
}

/** Tells a change of several rules at once as one finding. */
function ruleFindings(resource: PlannedResource): Finding[] {
  const [before, after] = [rulesOf(resource.before), rulesOf(resource.after)];
  const now = ({ name }: FirewallRule) => after.find((rule) => rule.name === name);
  const then = ({ name }: FirewallRule) => before.find((rule) => rule.name === name);
  const becoming = (action: FirewallRule["action"]) =>
    after.filter(
      (rule) => rule.action === action && then(rule) !== undefined && then(rule)!.action !== action,
    );
  const overridden = (
    one: readonly FirewallRule[],
    other: (rule: FirewallRule) => FirewallRule | undefined,
  ) =>
    one.flatMap((rule) =>
      (other(rule)?.overrides ?? [])
        .filter((name) => !rule.overrides.includes(name))
        .map((name) => `${rule.name}: ${name}`),
    );
  const parts = overridden(before, now);
  const again = overridden(after, then);
  const tell = (
    names: readonly string[],
    severity: FindingDetails["severity"],
    says: string,
    one: string,
    other: string,
    why: string,
  ) =>
    names.length === 0
      ? []
      : [
          findingOf(TITLE, resource, {
            severity,
            says: `has ${names.length} ${names.length === 1 ? "rule" : "rules"} ${says}`,
            attribute: `rule (${names.join(", ")})`,
            before: one,
            after: other,
            why,
          }),
        ];
  const added = after.filter((rule) => then(rule) === undefined);
  const reach = "What they blocked reaches the application.";
  const skip = "What they match passes all rules that come after them.";
  return [
    ...tell(
      namesOf(before.filter((rule) => now(rule) === undefined)),
      "danger",
      "fewer",
      "in force",
      "(none)",
      reach,
    ),
    ...tell(namesOf(becoming("count")), "danger", "that only count now", "in force", "counts", reach),
    ...tell(namesOf(becoming("allow")), "danger", "with the action allow now", "in force", "allows", skip),
    ...tell(parts, "danger", "of managed groups that no longer block", "in force", "counts or allows", reach),
    ...tell(
      namesOf(added.filter(({ action }) => action === "allow")),
      "danger",
      "more with the action allow",
      "(none)",
      "allows",
      skip,
    ),
    ...tell(
      namesOf(added.filter(({ action }) => action === "block")),
      "notice",
      "more with the action block",
      "(none)",
      "in force",
      "Somebody whose work looks like an attack is refused.",
    ),
    ...tell(
      again,
      "notice",
      "of managed groups that block again",
      "counts or allows",
      "in force",
      "Somebody whose work looks like an attack is refused.",
    ),
    ...tell(
      namesOf(becoming("block")),
      "notice",
      "with the action block now",
      "counted or allowed",
      "in force",
      "Somebody whose work looks like an attack is refused.",
    ),
    ...tell(
      namesOf(after.filter((rule) => rule.isScoped && then(rule)?.isScoped === false)),
      "danger",
      "of managed groups that look at a part of the requests only",
      "all requests",
      "a part",
      reach,
    ),
    ...tell(
      inOtherOrder(before, after),
      "warning",
      "tried in another order",
      "as before",
      "changed",
      "A rule that allows or labels decides for those after it: what was blocked may pass.",
    ),
    ...tell(
      namesOf(after.filter((rule) => then(rule) !== undefined && then(rule)!.labels !== rule.labels)),
      "warning",
      "with other labels",
      "as before",
      "changed",
      "Later rules let pass or block by these labels.",
    ),
    ...tell(
      namesOf(after.filter((rule) => then(rule) !== undefined && then(rule)!.statement !== rule.statement)),
      "warning",
      "with another statement",
      "as before",
      "changed",
      "What they blocked may pass, or what they let through may be refused: read the statement.",
    ),
  ];
}

/** True for a part of a rule that the findings above tell of. */
function isTold(resource: PlannedResource, { path, pattern }: ChangedPart): boolean {
  const [, name] = /^rule\[([^\]]*)\]/.exec(path) ?? [];
  if (name === undefined) return false;
  const [before, after] = [rulesOf(resource.before), rulesOf(resource.after)].map((rules) =>
    rules.find((rule) => rule.name === name),
  );
  if (pattern.includes(".rule_action_override.")) {
    return before?.overrides.length !== after?.overrides.length;
  }
  if (before === undefined)
    return after !== undefined && after.action !== "unknown" && after.action !== "count";
  if (after === undefined) return true;
  if (/^rule\.\*\.(action|override_action)(\.|$)/.test(pattern)) {
    return after.action !== "unknown" && before.action !== after.action;
  }
  // Without a finding, the same rules are tried in the same order.
  if (pattern === "rule.*.priority") return true;
  if (pattern.startsWith("rule.*.rule_label")) return before.labels !== after.labels;
  return pattern.startsWith("rule.*.statement.") && before.statement !== after.statement;
}

/** The fewest rules that were moved: without them, all others are in their order of before. */
function inOtherOrder(before: readonly FirewallRule[], after: readonly FirewallRule[]): string[] {
  const former = namesOf(before);
  const now = namesOf(after).filter((name) => former.includes(name));
  const places = now.map((name) => former.indexOf(name));
  // For each rule, the longest run of rules up to it that kept their order.
  const runs: number[][] = [];
  for (const [i, place] of places.entries()) {
    const [longest = []] = runs
      .slice(0, i)
      .filter((run) => places[run.at(-1)!]! < place)
      .sort((one, other) => other.length - one.length);
    runs.push([...longest, i]);
  }
  const [kept = []] = runs.sort((one, other) => other.length - one.length);
  return now.filter((_, i) => !kept.includes(i));
}

function namesOf(rules: readonly FirewallRule[]): string[] {
  return rules.map(({ name }) => name);
}
