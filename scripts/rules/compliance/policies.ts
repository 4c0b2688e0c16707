import type { PlannedStack } from "../../plan/planned-stack";
import { type PlannedResource, UNKNOWN } from "../../plan/resource";
import { patternCovers } from "../permissions/policy/covers";
import { type Patterns, parsePolicy, type Statement } from "../permissions/policy/statement";
import { type Check, partsOf } from "./state-rule";

/** Statements of a policy's argument satisfy a predicate. A policy that only the apply knows is unknown. */
export function statements(attribute: string, holds: (statements: readonly Statement[]) => boolean): Check {
  return (resource) => {
    const text = resource.get(attribute);
    if (text === UNKNOWN) return "unknown";
    return holds(parsePolicy(text) ?? []) ? "passed" : "failed";
  };
}

/** Some statement refuses every call without TLS. */
export function refusesPlainCalls(all: readonly Statement[]): boolean {
  return all.some(
    ({ effect, principals, conditions }) =>
      effect === "Deny" &&
      principals !== undefined &&
      namesAll(principals) &&
      conditions.some(({ key, values }) => key === "aws:securetransport" && values.includes("false")),
  );
}

/** No statement allows something to everybody without saying who. */
export function isForNobodyInParticular(all: readonly Statement[]): boolean {
  return !all.some(
    ({ effect, principals, conditions }) =>
      effect === "Allow" && principals !== undefined && namesNearlyAll(principals) && conditions.length === 0,
  );
}

/** No statement allows everything on everything. */
export function allowsNotEverything(all: readonly Statement[]): boolean {
  return !all.some(
    ({ effect, actions, resources }) =>
      effect === "Allow" && namesAll(actions) && (resources === undefined || namesNearlyAll(resources)),
  );
}

/** No statement allows all actions of a service. */
export function allowsNoWholeService(all: readonly Statement[]): boolean {
  return !all.some(
    ({ effect, actions }) =>
      effect === "Allow" &&
      (actions.not || actions.patterns.some((action) => /^(\*|[a-z0-9-]+:\*)$/i.test(action))),
  );
}

/** No statement has a wildcard in its actions or resources. */
export function hasNoWildcard(all: readonly Statement[]): boolean {
  return !all.some(
    ({ effect, actions, resources }) =>
      effect === "Allow" &&
      [actions, ...(resources ? [resources] : [])].some(
        ({ not, patterns }) => not || patterns.some((name) => name.includes("*")),
      ),
  );
}

const DECRYPTING = ["kms:decrypt", "kms:reencryptfrom"];

/** Every key, of any account and region or of one: `*`, `arn:aws:kms:*`, `arn:aws:kms:us-east-1:123456789012:key/*`. */
const EVERY_KEY = /^(\*|arn:(\*|[^:]*:(\*|kms:(.*:)?(key\/)?\*)))$/;

/** No statement decrypts with every key. AWS looks at no conditions here, and neither does this. */
export function decryptsNotWithEveryKey(all: readonly Statement[]): boolean {
  return !all.some(
    ({ effect, actions, resources }) =>
      effect === "Allow" &&
      DECRYPTING.some((one) => hasAction(actions, one)) &&
      (resources === undefined || resources.not || resources.patterns.some((name) => EVERY_KEY.test(name))),
  );
}

function hasAction({ not, patterns }: Patterns, action: string): boolean {
  return patterns.some((pattern) => patternCovers(pattern.toLowerCase(), action)) !== not;
}

function namesAll({ not, patterns }: Patterns): boolean {
  return !not && patterns.includes("*");
}

/** Everything, or everything but what is named. */
function namesNearlyAll(patterns: Patterns): boolean {
  return patterns.not || namesAll(patterns);
}

/** The policy of another resource that belongs to this one satisfies a predicate. */
export function policyOf(
  type: string,
  by: string,
  holds: (statements: readonly Statement[]) => boolean,
  without: "passed" | "failed",
): Check {
  return (resource: PlannedResource, stack: PlannedStack) => {
    const policies = partsOf(resource, stack, type, by);
    if (policies.length === 0) return without;
    const outcomes = policies.map((policy) => statements("policy", holds)(policy, stack));
    return outcomes.includes("passed") ? "passed" : outcomes.includes("unknown") ? "unknown" : "failed";
  };
}
