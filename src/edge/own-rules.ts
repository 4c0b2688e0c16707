import { SIGN_IN_PATHS } from "./paths";
import {
  allOf,
  anyOf,
  bodyMatches,
  methodIs,
  pathMatches,
  queryMatches,
  type Statement,
} from "./waf-statements";

/** An attempt to sign in. */
export const SIGN_IN_ATTEMPT: Statement = allOf(methodIs("POST"), pathMatches(SIGN_IN_PATHS));

/**
 * `_REWRITE_COMMAND` in a query or a form. Apache's rule puts it there for OpenEMR's APIs, and PHP takes the last one
 * that it finds: a client that sends its own chooses another route than the path says, by which the firewall decides.
 * PHP reads a dot, a blank, a plus and an opening bracket in a name as underscores.
 */
export const REWRITE_COMMAND: Statement = anyOf(
  queryMatches("[_. +\\[]REWRITE[_. +\\[]COMMAND", ["URL_DECODE"]),
  bodyMatches("[_. +\\[]REWRITE[_. +\\[]COMMAND", ["URL_DECODE"], "CONTINUE"),
);

/** Names of the rules that this project adds and that block. */
export const OWN_RULES = ["rate-limit", "sign-in-rate-limit", "rewrite-command"] as const;

export type OwnRule = (typeof OWN_RULES)[number];

/** Actions that an own rule can be given. The other actions of AWS WAF would let through what comes too often. */
export const OWN_RULE_ACTIONS: readonly string[] = ["block", "count"];
