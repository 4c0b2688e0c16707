import { App } from "cdktf";
import { ReadableStack } from "../../../src/terraform/stack";
import type { Variable } from "../../../src/terraform/variable";
import { declareVariables } from "../../../src/variables";
import { markdownTable } from "./markdown-table";

/** The variables of an installation, sorted by name, made from their declarations. */
export function variableTable(): string {
  const stack = new ReadableStack(new App(), "documentation");
  const variables = Object.values(declareVariables(stack)).sort((a, b) => a.node.id.localeCompare(b.node.id));
  return markdownTable(
    ["Variable", "Type", "Default", "What it does"],
    variables.map((variable) => [
      `\`${variable.node.id}\``,
      variable.type ?? "",
      defaultOf(variable),
      [variable.description, allowedValues(variable)].filter(Boolean).join(" "),
    ]),
  );
}

function defaultOf(variable: Variable): string {
  if (variable.isOptional) return "`null`";
  return variable.default === undefined ? "**required**" : `\`${JSON.stringify(variable.default)}\``;
}

function allowedValues({ rules }: Variable): string {
  return rules.length === 0 ? "" : `Must be ${rules.map((rule) => rule.mustBe).join("; ")}.`;
}
