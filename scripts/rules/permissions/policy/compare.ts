import { covers, type Grant, grantsOf, includes, includesAction, isWiderCondition } from "./covers";
import type { Condition, Statement } from "./statement";

/** How a policy allows more than it did. */
export interface Widening {
  readonly kind: "statement" | "actions" | "resources" | "principals" | "conditions" | "denial";
  readonly statement: Statement;
  /** The statement as it was before, as far as one can be told. @default - a new one */
  readonly former?: Statement;
  /** The names that are new, or, for conditions and denials, those that are lost. */
  readonly names: readonly string[];
  /** The grants that nothing allowed before, or that nothing denies any more. */
  readonly grants: readonly Grant[];
}

type GrantPart = "action" | "resource" | "principal";

/** Computes what the second of two policies allows that the first does not. */
export function widenings(before: readonly Statement[], after: readonly Statement[]): Widening[] {
  const added = after
    .filter(({ effect }) => effect === "Allow")
    .flatMap((statement) => widened(statement, before));
  const undenied = before
    .filter(({ effect }) => effect === "Deny")
    .flatMap((statement) => denialLost(statement, after));
  return [...added, ...undenied];
}

function widened(statement: Statement, before: readonly Statement[]): Widening[] {
  const grants = grantsOf(statement).filter((grant) => !before.some((former) => covers(former, grant)));
  if (grants.length === 0) return [];
  const former = counterpart(statement, before);
  if (!former) return [{ kind: "statement", statement, names: names(grants, "action"), grants }];
  const fresh = (part: GrantPart, isKnown: (grant: Grant) => boolean) =>
    names(
      grants.filter((grant) => !isKnown(grant)),
      part,
    );
  const parts = [
    {
      kind: "actions",
      names: fresh("action", ({ action }) => includesAction(former.actions, action, statement.actions)),
    },
    {
      kind: "resources",
      names: fresh("resource", ({ resource }) => includes(former.resources, resource, statement.resources)),
    },
    {
      kind: "principals",
      names: fresh("principal", ({ principal }) =>
        includes(former.principals, principal, statement.principals),
      ),
    },
  ] as const;
  const widenedParts = parts.filter((part) => part.names.length > 0);
  const lost = lostConditions(former.conditions, statement.conditions);
  return [
    ...widenedParts.map(({ kind, names: added }) => ({ kind, names: added, statement, former, grants })),
    ...(lost.length > 0
      ? [{ kind: "conditions" as const, names: lost.map(conditionText), statement, former, grants }]
      : []),
    // New combinations of what was there already.
    ...(widenedParts.length + lost.length === 0
      ? [{ kind: "statement" as const, names: names(grants, "action"), statement, former, grants }]
      : []),
  ];
}

/** The statement that it was before: of the same name, else one with most in common. */
function counterpart(statement: Statement, before: readonly Statement[]): Statement | undefined {
  const allowed = before.filter(({ effect }) => effect === statement.effect);
  const named = allowed.find(({ sid }) => sid !== undefined && sid === statement.sid);
  if (named) return named;
  const actions = new Set(statement.actions.patterns.map((action) => action.toLowerCase()));
  return allowed
    .filter(({ sid }) => sid === undefined || statement.sid === undefined)
    .map((former) => ({
      former,
      common: former.actions.patterns.filter((action) => actions.has(action.toLowerCase())).length,
    }))
    .filter(({ common }) => common > 0)
    .sort((one, other) => other.common - one.common)[0]?.former;
}

function denialLost(statement: Statement, after: readonly Statement[]): Widening[] {
  const grants = grantsOf(statement).filter((grant) => !after.some((present) => covers(present, grant)));
  return grants.length === 0 ? [] : [{ kind: "denial", statement, names: names(grants, "action"), grants }];
}

function lostConditions(before: readonly Condition[], after: readonly Condition[]): Condition[] {
  return before.filter((condition) => !isWiderCondition([condition], after));
}

export function conditionText({ operator, key, values }: Condition): string {
  return `${operator} ${key} ${values.join(", ")}`;
}

function names(grants: readonly Grant[], part: GrantPart): string[] {
  return [...new Set(grants.flatMap((grant) => grant[part] ?? []))];
}
