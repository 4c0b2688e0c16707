import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { requireFolder } from "../configuration/stack-files";
import { runCommand, withProviders } from "./execute";

/** Files beside the configuration: the state of an installation, and the work of `terraform init`. */
const NOT_COPIED = /^(\.terraform|\.terraform\.lock\.hcl|terraform\.tfstate.*)$/;

/** Plans a copy of a folder with offline providers, as a new installation. @returns Terraform's exit code */
export async function plan(folder: string, args: readonly string[]): Promise<number> {
  const program = process.env.TERRAFORM_BINARY_NAME || "terraform";
  requireFolder(folder);
  const copy = mkdtempSync(join(tmpdir(), "offline-plan-"));
  try {
    cpSync(folder, copy, { recursive: true, filter: (file) => !NOT_COPIED.test(basename(file)) });
    forceLocalBackend(copy);
    return await withProviders(copy, async (environment) => {
      const run = { folder: copy, environment };
      const initialized = await runCommand(program, ["init", "-input=false"], { ...run, isShown: false });
      return initialized || runCommand(program, ["plan", "-input=false", ...args], run);
    });
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** An override file is merged last, and takes the place of a `backend` and of a `cloud` block. */
function forceLocalBackend(folder: string): void {
  const override = { terraform: { backend: { local: {} } } };
  writeFileSync(join(folder, "offline_providers_override.tf.json"), JSON.stringify(override));
}
