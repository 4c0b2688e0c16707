import { isObjectOrList, jsonIn } from "../../../system/json";

/** A statement of a policy with every list as a list. */
export interface Statement {
  readonly sid?: string;
  readonly effect: "Allow" | "Deny";
  /** `*`, `AWS:arn:...`, `Service:ecs-tasks.amazonaws.com`. `undefined` in a policy of an identity. */
  readonly principals?: Patterns;
  readonly actions: Patterns;
  readonly resources?: Patterns;
  readonly conditions: readonly Condition[];
}

/** The names, or, with `not`, everything else. */
export interface Patterns {
  readonly not: boolean;
  readonly patterns: readonly string[];
}

/** All values of one key of one operator: any of them will do. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** The statements of a policy document, or `undefined` for a text that is none, or that IAM would refuse. */
export function parsePolicy(text: unknown): Statement[] | undefined {
  const document = typeof text === "string" ? jsonIn(text) : undefined;
  const statements = (document as { Statement?: unknown } | undefined)?.Statement;
  if (statements === undefined) return undefined;
  const list = [statements].flat().filter(isObjectOrList);
  if (list.some(({ Effect }) => Effect !== "Allow" && Effect !== "Deny")) return undefined;
  return list.map(toStatement);
}

type RawStatement = Readonly<Record<string, unknown>>;

function toStatement(raw: RawStatement): Statement {
  const resources = patternsOf(raw.Resource, raw.NotResource);
  const principals = patternsOf(principalsOf(raw.Principal), principalsOf(raw.NotPrincipal));
  return {
    ...(typeof raw.Sid === "string" ? { sid: raw.Sid } : {}),
    effect: raw.Effect === "Deny" ? "Deny" : "Allow",
    ...(principals ? { principals } : {}),
    actions: patternsOf(raw.Action, raw.NotAction) ?? { not: false, patterns: [] },
    ...(resources ? { resources } : {}),
    conditions: conditionsOf(raw.Condition),
  };
}

function patternsOf(named: unknown, others: unknown): Patterns | undefined {
  if (named !== undefined) return { not: false, patterns: texts(named) };
  return others === undefined ? undefined : { not: true, patterns: texts(others) };
}

/** `{ "AWS": "*" }` means everyone, as `"*"` does. */
function principalsOf(principal: unknown): unknown {
  if (typeof principal !== "object" || principal === null) return principal;
  return Object.entries(principal).flatMap(([kind, names]) =>
    texts(names).map((name) => (kind === "AWS" && name === "*" ? "*" : `${kind}:${name}`)),
  );
}

function conditionsOf(conditions: unknown): Condition[] {
  if (typeof conditions !== "object" || conditions === null) return [];
  return Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries((keys ?? {}) as Record<string, unknown>).map(([key, values]) => ({
      operator,
      key: key.toLowerCase(),
      values: texts(values).sort(),
    })),
  );
}

function texts(value: unknown): string[] {
  return [value].flat().map(String);
}
