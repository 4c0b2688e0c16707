import { App } from "cdktf";
import { ReadableStack } from "../../src/terraform/stack";
import type { Variable } from "../../src/terraform/variable";
import { declareVariables } from "../../src/variables";

/** The variables of an installation as a Markdown table, sorted by name, made from their declarations. */
export function variableTable(): string {
  const rows = declaredVariables().map((variable) => [
    `\`${variable.node.id}\``,
    variable.type ?? "",
    defaultOf(variable),
    [variable.description, allowedValues(variable)].filter(Boolean).join(" "),
  ]);
  const header = ["Variable", "Type", "Default", "What it does"];
  return [header, header.map(() => "---"), ...rows]
    .map((row) => `| ${row.map(escapeCell).join(" | ")} |`)
    .join("\n");
}

function declaredVariables(): Variable[] {
  const stack = new ReadableStack(new App(), "documentation");
  const variables = new Set<Variable>(Object.values(declareVariables(stack)));
  return [...variables].sort((a, b) => a.node.id.localeCompare(b.node.id));
}

function defaultOf(variable: Variable): string {
  if (variable.isOptional) return "`null`";
  return variable.default === undefined ? "**required**" : `\`${JSON.stringify(variable.default)}\``;
}

function allowedValues({ rules }: Variable): string {
  return rules.length === 0 ? "" : `Must be ${rules.map((rule) => rule.mustBe).join("; ")}.`;
}

function escapeCell(text: string): string {
  return text.replaceAll("|", "\\|");
}
