import type { CtyObject, CtyValue } from "../../cty/types";

type Json = Record<string, unknown>;

/** Renders the data source `aws_iam_policy_document` as the provider does. */
export function policyDocument(config: CtyObject): CtyObject {
  const version = (config.version as string | null) ?? "2012-10-17";
  const sources = documents(config.source_policy_documents);
  const overrides = documents(config.override_policy_documents);
  const own = blocks(config.statement).map((statement) => renderStatement(statement));
  const statements = overrides
    .flatMap(statementsOf)
    .reduce(replaceBySid, [...sources.flatMap(statementsOf), ...own]);
  const id = config.policy_id as string | null;
  const policy = { Version: version, ...(id ? { Id: id } : {}), Statement: statements };
  return {
    version,
    json: JSON.stringify(policy, null, 2),
    minified_json: JSON.stringify(policy),
  };
}

function renderStatement(statement: CtyObject): Json {
  const sid = statement.sid as string | null;
  const conditions = blocks(statement.condition);
  return withoutEmpty({
    Sid: sid || undefined,
    Effect: statement.effect ?? "Allow",
    Action: oneOrMany(statement.actions),
    NotAction: oneOrMany(statement.not_actions),
    Resource: oneOrMany(statement.resources),
    NotResource: oneOrMany(statement.not_resources),
    Principal: principals(statement.principals),
    NotPrincipal: principals(statement.not_principals),
    Condition: conditions.length ? renderConditions(conditions) : undefined,
  });
}

function renderConditions(conditions: CtyObject[]): Json {
  const rendered: Record<string, Json> = {};
  for (const { test, variable, values } of conditions) {
    const list = strings(values).map(iamVariables);
    rendered[String(test)] = {
      ...rendered[String(test)],
      [String(variable)]: list.length === 1 ? list[0] : list,
    };
  }
  return rendered;
}

function principals(value: CtyValue | undefined): unknown {
  const given = blocks(value);
  if (given.length === 0) return undefined;
  if (given.some(({ type, identifiers }) => type === "*" && strings(identifiers).includes("*"))) return "*";
  const byType = new Map<string, string[]>();
  for (const { type, identifiers } of given) {
    byType.set(String(type), [...(byType.get(String(type)) ?? []), ...strings(identifiers)]);
  }
  return Object.fromEntries([...byType].map(([type, list]) => [type, oneOrMany(list)]));
}

/** One value is written without a list; several are in descending order, as the provider writes them. */
function oneOrMany(value: CtyValue | undefined): unknown {
  const list = strings(value).map(iamVariables);
  if (list.length === 0) return undefined;
  return list.length === 1 ? list[0] : list.sort().reverse();
}

/** IAM's own variables are written `&{...}` in Terraform, where `${...}` has a meaning already. */
function iamVariables(text: string): string {
  return text.replaceAll("&{", "${");
}

function documents(value: CtyValue | undefined): Json[] {
  return strings(value)
    .filter((text) => text !== "")
    .map((text) => JSON.parse(text));
}

function statementsOf(document: Json): Json[] {
  return [document.Statement ?? []].flat() as Json[];
}

function replaceBySid(statements: Json[], override: Json): Json[] {
  const index = statements.findIndex(({ Sid }) => Sid !== undefined && Sid === override.Sid);
  return index < 0 ? [...statements, override] : statements.with(index, override);
}

function blocks(value: CtyValue | undefined): CtyObject[] {
  return (value ?? []) as CtyObject[];
}

function strings(value: CtyValue | undefined): string[] {
  return [...((value ?? []) as string[])];
}

function withoutEmpty(object: Json): Json {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
