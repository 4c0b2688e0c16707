import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * Makes Terraform keep the state of a stack in its folder, by taking out of the stack where else it would live. Nothing
 * is left then for `terraform init` to do, where all providers run already and no module is from elsewhere.
 */
export function forceLocalBackend(folder: string): void {
  const file = path.join(folder, "cdk.tf.json");
  const { terraform, ...stack } = JSON.parse(readFileSync(file, "utf8"));
  const { backend: _, cloud: __, ...settings } = terraform;
  writeFileSync(file, `${JSON.stringify({ ...stack, terraform: settings }, null, 2)}\n`);
}
