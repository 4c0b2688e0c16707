import { copyFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StateKind } from "./state/settings-table";

/** Names under which Terraform finds the values of variables by itself. */
const VALUE_FILES = ["terraform.tfvars", "terraform.auto.tfvars"] as const;

/** Files that Terraform Cloud gets no copy of, beside `.terraform`, which it leaves out by itself. */
const NOT_UPLOADED = `# Left by runs on this machine: states and plans, with all that they know.
*.tfstate
*.tfstate.*
*.tfplan
tfplan
plan
crash.log
`;

/**
 * The name that an environment's file has in the folder of its stack, where `cdktf deploy` and plain `terraform`
 * find it. Terraform Enterprise ignores `terraform.tfvars` in its runs; both it and Terraform Cloud read the other.
 */
function valuesFile(kind: StateKind): (typeof VALUE_FILES)[number] {
  return kind === "cloud" ? "terraform.auto.tfvars" : "terraform.tfvars";
}

/**
 * Puts beside a synthesized stack what Terraform reads there, and takes away what another kind of state had there.
 *
 * @param values the environment's file
 */
export function writeStackFiles(folder: string, values: string, kind: StateKind): void {
  for (const name of VALUE_FILES) rmSync(join(folder, name), { force: true });
  copyFileSync(values, join(folder, valuesFile(kind)));
  const ignore = join(folder, ".terraformignore");
  if (kind === "cloud") writeFileSync(ignore, NOT_UPLOADED);
  else rmSync(ignore, { force: true });
}

/** A text that names an environment's file as Terraform sees it, with the name that a person knows. */
export function withSourceOfValues(text: string, file: string): string {
  return VALUE_FILES.reduce((named, name) => named.replaceAll(name, file), text);
}
