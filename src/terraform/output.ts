import { TerraformOutput, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";

/**
 * Declares an output of the stack, from wherever in its tree the value is known.
 *
 * @param name in Terraform's spelling; the whole stack has one output of each name
 * @param description what an operator reads about it
 */
export function declareOutput(scope: IConstruct, name: string, description: string, value: unknown): void {
  // A variable may have the same name, which is the name of its construct.
  const output = new TerraformOutput(TerraformStack.of(scope), `output ${name}`, { value, description });
  output.overrideLogicalId(name);
}
