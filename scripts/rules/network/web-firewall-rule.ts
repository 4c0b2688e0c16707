import { canonical, isEmpty } from "../../plan/values/show";
import { isObject } from "../../system/json";

/** A rule of a web ACL as far as it decides about requests. */
export interface FirewallRule {
  readonly name: string;
  /** A rule of a managed group blocks unless it says otherwise. */
  readonly action: "block" | "count" | "allow" | "unknown";
  /** Rules of a managed group that it does not carry out as AWS has them. */
  readonly overrides: readonly string[];
  /** It looks at a part of the requests only. */
  readonly isScoped: boolean;
  /** Labels that it gives to what it matches, for comparing. */
  readonly labels: string;
  /** The statement that it matches, for comparing; without limits and overrides, which are compared by themselves. */
  readonly statement: string;
}

/** The rules of a web ACL, in the order in which it tries them. */
export function rulesOf(acl: unknown): FirewallRule[] {
  const rules = (acl as { rule?: unknown } | undefined)?.rule;
  if (!Array.isArray(rules)) return [];
  const ordered = rules.filter(isObject).sort((one, other) => Number(one.priority) - Number(other.priority));
  return ordered.map((rule) => ({
    name: String(rule.name),
    action: actionOf(rule),
    overrides: weakenedParts(rule),
    isScoped: isBlock(groupOf(rule.statement)?.scope_down_statement),
    labels: canonical(rule.rule_label ?? []),
    statement: canonical(withoutComparedParts(rule.statement)),
  }));
}

/** Blocks without arguments say something by being there. */
function actionOf(rule: Readonly<Record<string, unknown>>): FirewallRule["action"] {
  const given = ["action", "override_action"].flatMap((block) => {
    const inner = (rule[block] as unknown[] | undefined)?.[0];
    return isObject(inner) ? Object.keys(inner).filter((name) => isBlock(inner[name])) : [];
  });
  const [action, ...others] = given;
  if (others.length > 0) return "unknown";
  if (action === "count" || action === "allow") return action;
  return action === "block" || action === "none" || action === "captcha" || action === "challenge"
    ? "block"
    : "unknown";
}

/** Rules of a managed group that count or let through. */
function weakenedParts(rule: Readonly<Record<string, unknown>>): string[] {
  return overridesIn(rule.statement)
    .filter(({ action_to_use: action }) => {
      const inner = (action as unknown[] | undefined)?.[0];
      return isObject(inner) && (isBlock(inner.count) || isBlock(inner.allow));
    })
    .map(({ name }) => String(name));
}

function overridesIn(statement: unknown): Array<Record<string, unknown>> {
  const { rule_action_override: overrides } = groupOf(statement) ?? {};
  return Array.isArray(overrides) ? overrides.filter(isObject) : [];
}

function groupOf(statement: unknown): Record<string, unknown> | undefined {
  const [outer] = Array.isArray(statement) ? statement : [];
  const [group] =
    isObject(outer) && Array.isArray(outer.managed_rule_group_statement)
      ? outer.managed_rule_group_statement
      : [];
  return isObject(group) ? group : undefined;
}

function withoutComparedParts(statement: unknown): unknown {
  if (Array.isArray(statement)) return statement.map(withoutComparedParts);
  if (!isObject(statement)) return isEmpty(statement) ? undefined : statement;
  return Object.fromEntries(
    Object.entries(statement).flatMap(([key, value]) =>
      key === "rule_action_override" || key === "limit" || isEmpty(value)
        ? []
        : [[key, withoutComparedParts(value)]],
    ),
  );
}

function isBlock(block: unknown): boolean {
  return Array.isArray(block) && block.length > 0;
}
