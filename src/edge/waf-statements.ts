import type { Value } from "../terraform/expression";
import { RATE_LIMIT_WINDOW_SECONDS } from "./rate-limit";

/**
 * Statements of AWS WAF in Terraform's spelling. The provider's classes leave a rule's statement untyped and
 * write it out as it is; these functions are the types.
 */
export type Statement = Record<string, unknown>;

/** A group of rules that AWS keeps current, at AWS's default version. */
export function managedRuleGroup(name: string, overrides: Record<string, unknown>): Statement {
  return { managed_rule_group_statement: { vendor_name: "AWS", name, ...overrides } };
}

/** More than so many requests from one client address within five minutes. */
export function rateAbove(limit: Value<number>): Statement {
  return {
    rate_based_statement: {
      limit,
      aggregate_key_type: "IP",
      evaluation_window_sec: RATE_LIMIT_WINDOW_SECONDS,
    },
  };
}

/** An earlier rule put this label on the request. */
export function labelled(key: string): Statement {
  return { label_match_statement: { scope: "LABEL", key } };
}

/**
 * The path matches a regular expression. It is decoded and normalized first, as the web server does it:
 * `/a/../b` is `/b`, so that no path passes for another.
 */
export function pathMatches(expression: string): Statement {
  return {
    regex_match_statement: {
      regex_string: expression,
      field_to_match: { uri_path: {} },
      text_transformation: [
        { priority: 0, type: "URL_DECODE" },
        { priority: 1, type: "NORMALIZE_PATH" },
      ],
    },
  };
}

export function not(statement: Statement): Statement {
  return { not_statement: { statement } };
}

export function allOf(...statements: readonly Statement[]): Statement {
  return { and_statement: { statement: statements } };
}
