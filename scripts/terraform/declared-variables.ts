import { App, TerraformStack } from "cdktf";
import { declareVariables } from "../../src/variables";

/** Names of the variables that an environment's file may set. */
export function declaredVariables(): string[] {
  const stack = new TerraformStack(new App(), "variables");
  return Object.values(declareVariables(stack)).map((variable) => variable.node.id);
}
