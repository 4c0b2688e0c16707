import { readFileSync } from "node:fs";
import type { Environment } from "../../../src/environments";
import { assignmentsIn } from "../../../src/terraform/tfvars";

/**
 * Says which values Terraform takes from the variables of a shell, where the environment's file gives none: they may be
 * left over from another project, and in a plan nothing tells where a value is from.
 *
 * @param declared names of the stack's variables
 */
export function valuesOfShell(
  { file, name }: Environment,
  declared: readonly string[],
  env: NodeJS.ProcessEnv,
): string | undefined {
  const given = assignmentsIn(readFileSync(file, "utf8")).map((each) => each.name);
  const taken = declared
    .filter((each) => env[`TF_VAR_${each}`] !== undefined && !given.includes(each))
    .map((each) => `TF_VAR_${each}`);
  if (taken.length === 0) return undefined;
  return (
    `Terraform takes values from this shell that environments/${name}.tfvars does not give: ${taken.join(", ")}. ` +
    `Where they are of another project: unset ${taken.join(" ")}`
  );
}
