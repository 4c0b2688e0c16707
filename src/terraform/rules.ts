import { type Expression, tf } from "./expression";
import type { Rule } from "./variable";

/** Retention periods that CloudWatch Logs accepts, in days (PutRetentionPolicy of its API reference). */
export const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** A whole number within bounds, both included. */
export function wholeNumber(minimum: number, maximum: number, hint?: string): Rule {
  return {
    holds: (value) => tf`floor(${value}) == ${value} && ${value} >= ${minimum} && ${value} <= ${maximum}`,
    mustBe: `a whole number from ${minimum} to ${maximum}`,
    hint,
  };
}

/** At most the value of another variable. */
export function atMost(other: () => Expression, otherName: string): Rule {
  return {
    holds: (value) => tf`${value} <= ${other()}`,
    mustBe: `at most ${otherName}`,
    hint: `Lower it, or raise ${otherName}.`,
  };
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

/** An IPv4 range in CIDR notation that starts at its network address. */
export function ipv4Range(hint?: string): Rule {
  return {
    holds: (value) =>
      tf`can(regex("^[0-9.]+/[0-9]+$", ${value})) && try(cidrsubnet(${value}, 0, 0) == ${value}, false)`,
    mustBe: "an IPv4 range in CIDR notation whose host bits are zero, such as 203.0.113.0/24",
    hint,
  };
}

/** An IPv6 range in CIDR notation that starts at its network address. */
export function ipv6Range(hint?: string): Rule {
  return {
    holds: (value) =>
      tf`can(regex(":", ${value})) && try(cidrsubnet(${value}, 0, 0) == lower(${value}), false)`,
    mustBe: "an IPv6 range in CIDR notation whose host bits are zero, such as 2001:db8::/32",
    hint,
  };
}

/** A period that CloudWatch Logs accepts, in days. */
export const logRetention: Rule = oneOf(LOG_RETENTION_DAYS, "CloudWatch Logs accepts no other periods.");
