import { rangeCovers } from "./ip-range";
import type { Condition, Patterns, Statement } from "./statement";

/** One thing that a statement allows or denies: to whom, what, on what. */
export interface Grant {
  readonly statement: Statement;
  /** `undefined` in a policy of an identity. */
  readonly principal?: string;
  readonly action: string;
  readonly resource?: string;
}

/** Everything that a statement names, each alone. What it names by leaving out counts as `*` with the rest as it is. */
export function grantsOf(statement: Statement): Grant[] {
  const principals = namesOf(statement.principals);
  const resources = namesOf(statement.resources);
  return principals.flatMap((principal) =>
    namesOf(statement.actions).flatMap((action) =>
      resources.map((resource) => ({ statement, principal, action: action!, resource })),
    ),
  );
}

/** True where a statement allows, or denies, all of a grant of another one. */
export function covers(statement: Statement, grant: Grant): boolean {
  return (
    statement.effect === grant.statement.effect &&
    includes(statement.principals, grant.principal, grant.statement.principals) &&
    includesAction(statement.actions, grant.action, grant.statement.actions) &&
    includes(statement.resources, grant.resource, grant.statement.resources) &&
    isWiderCondition(statement.conditions, grant.statement.conditions)
  );
}

/** True where whatever meets the second conditions meets the first as well: each of these is there, no wider. */
export function isWiderCondition(wide: readonly Condition[], narrow: readonly Condition[]): boolean {
  return wide.every((condition) =>
    narrow.some(
      ({ operator, key, values }) =>
        operator === condition.operator &&
        key === condition.key &&
        (isNegative(operator)
          ? condition.values.every((value) => values.includes(value))
          : values.every((value) => condition.values.some((pattern) => matches(operator, pattern, value)))),
    ),
  );
}

/** True where a pattern with `*` and `?` matches everything that another one does. */
export function patternCovers(wide: string, narrow: string): boolean {
  if (wide === "*" || wide === narrow) return true;
  // What stands for many in the narrow one is itself matched by nothing but a wildcard.
  const expression = wide
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", "[^*]");
  return new RegExp(`^${expression}$`, "s").test(narrow);
}

/** IAM takes actions in any case. */
export function includesAction(wide: Patterns, name: string, narrow: Patterns): boolean {
  const lowerCase = ({ not, patterns }: Patterns) => ({
    not,
    patterns: patterns.map((pattern) => pattern.toLowerCase()),
  });
  return includes(lowerCase(wide), name.toLowerCase(), lowerCase(narrow));
}

/** True where patterns include a name that is one of others. */
export function includes(
  wide: Patterns | undefined,
  name: string | undefined,
  narrow: Patterns | undefined,
): boolean {
  // A policy of an identity names no principal, a trust policy no resource.
  if (wide === undefined || narrow === undefined || name === undefined) return wide === narrow;
  if (!wide.not && wide.patterns.includes("*")) return true;
  if (narrow.not) return wide.not && wide.patterns.every((pattern) => narrow.patterns.includes(pattern));
  if (wide.not)
    return !wide.patterns.some((pattern) => patternCovers(pattern, name) || patternCovers(name, pattern));
  return wide.patterns.some((pattern) => patternCovers(pattern, name));
}

function namesOf(patterns: Patterns | undefined): readonly (string | undefined)[] {
  if (!patterns) return [undefined];
  return patterns.not ? [`everything but ${patterns.patterns.join(", ")}`] : patterns.patterns;
}

function isNegative(operator: string): boolean {
  return /(^|:)[A-Za-z]*Not/.test(operator);
}

function matches(operator: string, pattern: string, value: string): boolean {
  if (operator === "IpAddress") return rangeCovers(pattern, value);
  return /(StringLike|ArnLike|ArnEquals)/.test(operator) ? patternCovers(pattern, value) : pattern === value;
}
