import type { Severity } from "../finding";
import type { Widening } from "./policy/compare";
import { type Grant, patternCovers } from "./policy/covers";
import type { Condition, Statement } from "./policy/statement";
import { KEY_POWERS, POWERFUL } from "./powerful-actions";

/** All resources, or all of a kind: `*`, `arn:aws:iam::123456789012:role/*`, `arn:aws:s3:::*`. */
const EVERY =
  /^\*$|:(\*|\*\/\*|(role|user|group|policy|key|alias|task|cluster)\/\*|(secret|cluster|function):\*)$/;

/** @param isNew where the policy is, so that it is no wider than before */
export function severityOf({ kind, statement, grants }: Widening, isNew: boolean): Severity {
  if (kind === "denial") return "danger";
  if (isForEveryone(statement) || grants.some(isPowerful))
    return isNew && !isForEveryone(statement) ? "warning" : "danger";
  if (kind === "conditions" || kind === "principals") return "danger";
  if (isFromOutside(statement)) return isNew ? "warning" : "danger";
  if (grants.some(isBroad)) return isNew ? "notice" : "warning";
  return isNew ? "notice" : "warning";
}

/** Anybody, and no condition that leaves somebody out. */
export function isForEveryone({ principals, conditions }: Statement): boolean {
  return (
    principals !== undefined &&
    (principals.not || principals.patterns.includes("*")) &&
    conditions.every(saysNothing)
  );
}

/** Every request meets it: it has the key, and any value will do. */
function saysNothing({ operator, key, values }: Condition): boolean {
  if (operator === "IpAddress") return values.some((range) => range.endsWith("/0"));
  return (
    /^(StringLike|ArnLike|ArnEquals)(IfExists)?$/.test(operator) &&
    /^aws:(principal(account|arn|type)|userid)$/.test(key) &&
    values.includes("*")
  );
}

/** An identity provider decides who it is. */
function isFromOutside({ principals }: Statement): boolean {
  return principals?.patterns.some((name) => name.startsWith("Federated:")) ?? false;
}

/** With it an identity can give itself further rights, or read what it is not meant to. */
export function isPowerful({ action, statement, resource }: Grant): boolean {
  if (statement.conditions.length === 0 && isAmong(action, KEY_POWERS)) return true;
  if (statement.principals !== undefined) return false;
  if (statement.actions.not) return true;
  const anything = resource === undefined || EVERY.test(resource) || statement.resources?.not === true;
  return anything && isAmong(action, POWERFUL);
}

function isAmong(action: string, actions: readonly string[]): boolean {
  return actions.some((other) => patternCovers(action.toLowerCase(), other));
}

/** It names no single resource or action. */
export function isBroad({ action, resource, statement }: Grant): boolean {
  return statement.principals === undefined && (action.includes("*") || resource === "*");
}
