import type { Severity } from "./finding";
import type { Widening } from "./policy/compare";
import { type Grant, patternCovers } from "./policy/covers";
import type { Statement } from "./policy/statement";

/** Actions with which an identity can give itself all others, or read every secret. */
const POWERFUL = [
  "*",
  "iam:*",
  "iam:attachrolepolicy",
  "iam:createaccesskey",
  "iam:createpolicyversion",
  "iam:passrole",
  "iam:putrolepolicy",
  "iam:updateassumerolepolicy",
  "kms:*",
  "kms:schedulekeydeletion",
  "secretsmanager:*",
  "sts:assumerole",
];

/** All resources, or all of a kind: `*`, `arn:aws:iam::123456789012:role/*`, `arn:aws:kms:*:*:key/*`. */
const EVERY = /^\*$|:(\*|(role|user|group|policy|key|alias)\/\*|secret:\*)$/;

/** @param isNew where the policy is, so that it is no wider than before */
export function severityOf({ kind, statement, grants }: Widening, isNew: boolean): Severity {
  if (kind === "denial") return "danger";
  if (isForEveryone(statement) || grants.some(isPowerful))
    return isNew && !isForEveryone(statement) ? "warning" : "danger";
  if (kind === "conditions" || kind === "principals") return "danger";
  if (grants.some(isBroad)) return isNew ? "notice" : "warning";
  return isNew ? "notice" : "warning";
}

/** Anybody, and no condition that says who. */
export function isForEveryone({ principals, conditions }: Statement): boolean {
  return (
    principals !== undefined &&
    (principals.not || principals.patterns.includes("*")) &&
    conditions.length === 0
  );
}

/** With it an identity can give itself further rights, or read what it is not meant to. */
export function isPowerful({ action, statement, resource }: Grant): boolean {
  if (statement.principals !== undefined) return false;
  if (statement.actions.not) return true;
  const anything = resource === undefined || EVERY.test(resource) || statement.resources?.not === true;
  return anything && POWERFUL.some((powerful) => patternCovers(action.toLowerCase(), powerful));
}

/** It names no single resource or action. */
export function isBroad({ action, resource, statement }: Grant): boolean {
  return statement.principals === undefined && (action.includes("*") || resource === "*");
}
