import { rangeCovers } from "../../../system/ip-range";
import type { Condition, Patterns, Statement } from "./statement";

/** One thing that a statement allows or denies: to whom, what, on what. */
export interface Grant {
  readonly statement: Statement;
  /** `undefined` in a policy of an identity. */
  readonly principal?: string;
  readonly action: string;
  readonly resource?: string;
}

/**
 * Each grant that a statement makes: one for each principal, action and resource. A list of exceptions, as in `NotAction`, is
 * one name: everything but these.
 */
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

/**
 * True where a pattern with `*` and `?` matches everything that another one does. It takes one pass with a step back
 * to the last `*`: an expression with many of these would take for ever on a text that was made for it.
 */
export function patternCovers(wide: string, narrow: string): boolean {
  let [at, place] = [0, 0];
  let star: { readonly at: number; place: number } | undefined;
  while (place < narrow.length) {
    const sign = wide[at];
    // A wildcard in the narrow one is matched by a `*` only.
    if (sign === "*") {
      star = { at, place };
      at++;
    } else if (sign === narrow[place] || (sign === "?" && narrow[place] !== "*")) {
      at++;
      place++;
    } else if (star) {
      at = star.at + 1;
      place = ++star.place;
    } else {
      return false;
    }
  }
  return /^\**$/.test(wide.slice(at));
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
