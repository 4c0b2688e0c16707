import { type Expression, rawExpression, tf, type Value } from "./expression";
import type { Rule } from "./variable";

/** A whole number within bounds, both included. */
export function wholeNumber(minimum: number, maximum: number, hint?: string): Rule {
  return {
    holds: (value) => tf`floor(${value}) == ${value} && ${value} >= ${minimum} && ${value} <= ${maximum}`,
    mustBe: `a whole number from ${minimum} to ${maximum}`,
    hint,
  };
}

/** At most the value of another variable. */
export function atMost(other: () => Value<number>, otherName: string): Rule {
  return {
    holds: (value) => tf`${value} <= ${other()}`,
    mustBe: `at most ${otherName}`,
    hint: `Lower it, or raise ${otherName}.`,
  };
}

/**
 * A toggle that is off where something is missing.
 *
 * @param needed holds where all is there
 * @param circumstance completes "must be false ..."
 */
export function falseUnless(needed: Value<boolean>, circumstance: string, hint?: string): Rule {
  return { holds: (value) => tf`!${value} || ${needed}`, mustBe: `false ${circumstance}`, hint };
}

/** One of a few values. */
export function oneOf(values: readonly (string | number)[], hint?: string): Rule {
  return {
    holds: (value) => tf`contains(${values}, ${value})`,
    mustBe: `one of ${values.join(", ")}`,
    hint,
  };
}

/** A text of a given form. `pattern` is in RE2 syntax and matched against the whole value. */
export function matching(pattern: string, mustBe: string, hint?: string): Rule {
  return { holds: (value) => tf`can(regex(${`^(${pattern})$`}, ${value}))`, mustBe, hint };
}

/** The form of a text, wherever it is given: to Terraform, or to a command of this project. */
export interface TextForm {
  /** Matched against the whole text; in the syntax that RE2 and JavaScript share. */
  readonly pattern: string;
  /** Allows what `pattern` does not match instead. @default false */
  readonly inverted?: boolean;
  /** Completes "must be ..."; ends without a full stop. */
  readonly mustBe: string;
  readonly hint?: string;
}

/** A text of a given form, as Terraform checks it. */
export function inForm({ pattern, inverted = false, mustBe, hint }: TextForm): Rule {
  const rule = matching(pattern, mustBe, hint);
  return inverted ? { ...rule, holds: (value) => tf`!${rule.holds(value)}` } : rule;
}

/** Whether a text that is known already has a form. */
export function isInForm({ pattern, inverted = false }: TextForm, text: string): boolean {
  return new RegExp(`^(${pattern})$`).test(text) !== inverted;
}

/** An IPv4 range in CIDR notation that starts at its network address. */
export function ipv4Range(hint?: string): Rule {
  return {
    holds: isIpv4Range,
    mustBe: "an IPv4 range in CIDR notation whose host bits are zero, such as 203.0.113.0/24",
    hint,
  };
}

/** A further rule about an IPv4 range. It holds for what is none: {@link ipv4Range} says so, and that is enough. */
export function ofIpv4Range(rule: Rule): Rule {
  return { ...rule, holds: (value) => tf`${isIpv4Range(value)} ? ${rule.holds(value)} : true` };
}

function isIpv4Range(value: Expression<never>): Expression<never> {
  return tf`can(regex("^[0-9.]+/[0-9]+$", ${value})) && try(cidrsubnet(${value}, 0, 0) == ${value}, false)`;
}

/** A time of day, in RE2 syntax. */
export const TIME_OF_DAY = "([01][0-9]|2[0-3]):[0-5][0-9]";

/** A time of day in UTC. */
export const timeOfDay: Rule = matching(TIME_OF_DAY, "a time of day in UTC, such as 05:00");

/** A list of IPv4 ranges in CIDR notation that start at their network addresses. */
export function ipv4Ranges(hint?: string): Rule {
  return {
    holds: (value) => tf`alltrue([for range in ${value} : ${isIpv4Range(rawExpression("range"))}])`,
    mustBe: 'a list of IPv4 ranges in CIDR notation whose host bits are zero, such as ["203.0.113.0/24"]',
    hint,
  };
}

/**
 * A list of IPv6 ranges in CIDR notation that start at their network addresses, in the form of RFC 5952. AWS gives every
 * range back in that form, and each plan would show another one as a change.
 */
export function ipv6Ranges(
  hint = "Write letters in lower case, no leading zeros, and the longest run of zeros as ::.",
): Rule {
  return {
    holds: (value) =>
      tf`alltrue([for range in ${value} : can(regex(":", range)) && try(cidrsubnet(range, 0, 0) == range, false)])`,
    mustBe:
      'a list of IPv6 ranges in CIDR notation whose host bits are zero, in their shortest form, such as ["2001:db8::/32"]',
    hint,
  };
}

/** A list that is no longer than this, written as JSON: what AWS limits is a text that holds all of it. */
export function atMostCharacters(maximum: number, hint: string): Rule {
  return {
    holds: (value) => tf`length(jsonencode(${value})) <= ${maximum}`,
    mustBe: `at most ${maximum} characters long as JSON`,
    hint,
  };
}

/** A list with no more than so many items. */
export function atMostItems(maximum: number, hint?: string): Rule {
  return { holds: (value) => tf`length(${value}) <= ${maximum}`, mustBe: `at most ${maximum} items`, hint };
}
