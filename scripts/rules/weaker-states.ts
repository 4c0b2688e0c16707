import type { PlannedStack } from "../plan/planned-stack";
import type { PlannedResource } from "../plan/resource";
import { STATE_RULES } from "./compliance/evaluate";
import type { StateRule } from "./compliance/state-rule";
import { type Finding, findingOf, ONE_STEP_LESS } from "./finding";

const TITLE = "Rules that hold no longer";

/**
 * Rules about states that a resource kept and keeps no longer, or that a new one does not keep.
 *
 * @param known what other rules have found, which is not told twice
 */
export function findWeakerStates(stack: PlannedStack, known: readonly Finding[]): Finding[] {
  const isIdle = stack.resources.every(({ change }) => change === "unchanged");
  // The rule packs tell of a new installation, with what is accepted.
  if (stack.isNew || isIdle) return [];
  const former = new Map(stack.before.map((resource) => [resource.address, resource]));
  const past: PlannedStack = {
    resources: stack.before,
    before: stack.before,
    after: stack.before,
    isNew: false,
  };
  const told = new Set(known.map(({ address, title }) => `${address} ${title}`));
  return STATE_RULES.flatMap((rule) =>
    stack.after
      .filter((resource) => rule.types.includes(resource.type) && rule.check(resource, stack) === "failed")
      .flatMap((resource) => findingFor(rule, resource, former.get(resource.address), past) ?? []),
  ).filter(({ address, title }) => !told.has(`${address} ${title}`) && told.add(`${address} ${title}`));
}

function findingFor(
  rule: StateRule,
  resource: PlannedResource,
  former: PlannedResource | undefined,
  past: PlannedStack,
): Finding | undefined {
  if (former !== undefined && rule.check(former, past) !== "passed") return undefined;
  const { says, why } = rule;
  const severity = former === undefined ? ONE_STEP_LESS[rule.severity] : rule.severity;
  return findingOf(TITLE, resource, { severity, says, why });
}
