import { readFileSync } from "node:fs";
import path from "node:path";
import { mistakesIn } from "../../src/terraform/tfvars-mistakes";
import { nearestName, UserError } from "../../src/user-error";
import type { Diagnostic } from "./diagnostic";
import { undeclaredValue } from "./terraform-words";

/** The types that Terraform reads from the command line as they stand; of the others it reads an expression. */
const LITERAL_TYPES = ["string", "number", "bool"];

const WAY_OUT = "README.md lists the variables.";

/** Refuses each `name=value` that gives a value to no variable of the stack, or that cannot give the one meant. */
export function checkAssigned(stackFolder: string, assignments: readonly string[]): void {
  const types = variableTypes(stackFolder);
  const problems = assignments.flatMap((assignment) => {
    const name = assignment.slice(0, assignment.indexOf("="));
    const value = assignment.slice(name.length + 1);
    const type = types.get(name);
    if (type === undefined) {
      return [
        `--var ${assignment} sets ${notAVariable(name, [...types.keys()])} Correct the name. ${WAY_OUT}`,
      ];
    }
    if (!LITERAL_TYPES.includes(type)) {
      return mistakesIn(assignment).map(({ message }) => `--var ${assignment} cannot be read: ${message}.`);
    }
    if (value.trim() === "null") {
      return [
        `--var ${assignment} would set the text "null", as Terraform takes it from the command line. ` +
          `For no value, write ${name} = null in terraform.tfvars.`,
      ];
    }
    return [];
  });
  if (problems.length > 0) throw new UserError(problems.join("\n"));
}

/** Terraform only warns of such a value in a file, and goes on with the default of the variable that was meant. */
export function refuseUndeclared(stackFolder: string, warnings: readonly Diagnostic[]): void {
  const declared = [...variableTypes(stackFolder).keys()];
  const problems = warnings.flatMap((warning) => {
    const value = undeclaredValue(warning);
    if (!value) return [];
    const { name, file = "A file" } = value;
    if (name === undefined) return [warning.detail ?? warning.summary];
    return [`${file} sets ${notAVariable(name, declared)} Correct the name or remove the line. ${WAY_OUT}`];
  });
  if (problems.length > 0) throw new UserError(problems.join("\n"));
}

function notAVariable(name: string, declared: readonly string[]): string {
  const nearest = nearestName(name, declared);
  return `"${name}", which is not a variable of the stack.${nearest ? ` Did you mean "${nearest}"?` : ""}`;
}

function variableTypes(stackFolder: string): Map<string, string> {
  const { variable = {} } = JSON.parse(readFileSync(path.join(stackFolder, "cdk.tf.json"), "utf8")) as {
    variable?: Record<string, { type?: string }>;
  };
  return new Map(Object.entries(variable).map(([name, { type = "string" }]) => [name, type]));
}
