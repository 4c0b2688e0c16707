import { writeFileSync } from "node:fs";
import path from "node:path";

/**
 * Makes Terraform keep the state of a stack in its folder, wherever the stack itself says that it lives.
 * Terraform merges override files last; this one takes the place of a `backend` and of a `cloud` block.
 */
export function forceLocalBackend(folder: string): void {
  const override = { terraform: { backend: { local: {} } } };
  writeFileSync(path.join(folder, "backend_override.tf.json"), `${JSON.stringify(override, null, 2)}\n`);
}
