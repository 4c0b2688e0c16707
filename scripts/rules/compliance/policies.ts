import type { PlannedStack } from "../../plan/planned-stack";
import { type PlannedResource, UNKNOWN } from "../../plan/resource";
import { patternCovers } from "../policy/covers";
import { parsePolicy, type Statement } from "../policy/statement";
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
      principals?.patterns.includes("*") &&
      conditions.some(({ key, values }) => key === "aws:securetransport" && values.includes("false")),
  );
}

/** No statement allows something to everybody without saying who. */
export function isForNobodyInParticular(all: readonly Statement[]): boolean {
  return !all.some(
    ({ effect, principals, conditions }) =>
      effect === "Allow" &&
      principals !== undefined &&
      principals.patterns.includes("*") &&
      conditions.length === 0,
  );
}

/** No statement allows everything on everything. */
export function allowsNotEverything(all: readonly Statement[]): boolean {
  return !all.some(
    ({ effect, actions, resources }) =>
      effect === "Allow" && actions.patterns.includes("*") && (resources?.patterns.includes("*") ?? true),
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
      [...actions.patterns, ...(resources?.patterns ?? [])].some((name) => name.includes("*")),
  );
}

/** No statement decrypts with every key. */
export function decryptsNotWithEveryKey(all: readonly Statement[]): boolean {
  return !all.some(
    ({ effect, actions, resources }) =>
      effect === "Allow" &&
      actions.patterns.some((action) =>
        ["kms:decrypt", "kms:reencryptfrom"].some((one) => patternCovers(action.toLowerCase(), one)),
      ) &&
      (resources?.patterns.some((name) => name === "*" || /:key\/\*$/.test(name)) ?? true),
  );
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
