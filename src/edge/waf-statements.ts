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

/** More than so many requests from one client address within five minutes, of those that a statement matches. */
export function rateAbove(limit: Value<number>, counted?: Statement): Statement {
  return {
    rate_based_statement: {
      limit,
      aggregate_key_type: "IP",
      evaluation_window_sec: RATE_LIMIT_WINDOW_SECONDS,
      ...(counted && { scope_down_statement: counted }),
    },
  };
}

/** An earlier rule put this label on the request. */
export function labelled(key: string): Statement {
  return { label_match_statement: { scope: "LABEL", key } };
}

/** AWS WAF accepts no longer expression in a statement. */
const LONGEST_EXPRESSION = 512;

/** AWS WAF changes a text in this way before it compares. Each costs 10 capacity units, except NONE. */
type Transformation = "URL_DECODE" | "NORMALIZE_PATH" | "JS_DECODE" | "LOWERCASE" | "NONE";

/**
 * The path matches a regular expression. It is decoded and normalized first, as the web server does it:
 * `/a/../b` is `/b`, so that no path passes for another.
 */
export function pathMatches(expression: string): Statement {
  return matches({ uri_path: {} }, expression, ["URL_DECODE", "NORMALIZE_PATH"]);
}

/** The query, after these transformations, matches a regular expression. */
export function queryMatches(expression: string, transformations: readonly Transformation[]): Statement {
  return matches({ query_string: {} }, expression, transformations);
}

/**
 * The first 8 KB of the body, after these transformations, match a regular expression.
 *
 * @param longer whether a longer body, of which AWS WAF sees no more, counts as a match or is judged by its beginning
 */
export function bodyMatches(
  expression: string,
  transformations: readonly Transformation[],
  longer: "MATCH" | "CONTINUE",
): Statement {
  return matches({ body: { oversize_handling: longer } }, expression, transformations);
}

/** A header has a text in it, in the given case. @param header its name in lower case */
export function headerContains(header: string, text: string): Statement {
  return hasText(header, text, "CONTAINS", ["NONE"]);
}

/** A header begins with a text after these transformations. @param header its name in lower case */
export function headerStartsWith(
  header: string,
  text: string,
  transformations: readonly Transformation[],
): Statement {
  return hasText(header, text, "STARTS_WITH", transformations);
}

/** The request's method, such as POST. */
export function methodIs(method: string): Statement {
  return {
    byte_match_statement: {
      search_string: method,
      positional_constraint: "EXACTLY",
      field_to_match: { method: {} },
      text_transformation: inOrder(["NONE"]),
    },
  };
}

export function not(statement: Statement): Statement {
  return { not_statement: { statement } };
}

export function allOf(...statements: readonly Statement[]): Statement {
  return { and_statement: { statement: statements } };
}

export function anyOf(...statements: readonly Statement[]): Statement {
  return { or_statement: { statement: statements } };
}

function matches(
  field: Record<string, unknown>,
  expression: string,
  transformations: readonly Transformation[],
): Statement {
  if (expression.length > LONGEST_EXPRESSION) {
    throw new Error(
      `${expression} has ${expression.length} characters; AWS WAF accepts ${LONGEST_EXPRESSION}.`,
    );
  }
  return {
    regex_match_statement: {
      regex_string: expression,
      field_to_match: field,
      text_transformation: inOrder(transformations),
    },
  };
}

function hasText(
  header: string,
  text: string,
  position: "CONTAINS" | "STARTS_WITH",
  transformations: readonly Transformation[],
): Statement {
  return {
    byte_match_statement: {
      search_string: text,
      positional_constraint: position,
      field_to_match: { single_header: { name: header } },
      text_transformation: inOrder(transformations),
    },
  };
}

function inOrder(transformations: readonly Transformation[]): Array<{ priority: number; type: string }> {
  return transformations.map((type, priority) => ({ priority, type }));
}
