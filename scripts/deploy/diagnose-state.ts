import { existsSync } from "node:fs";
import path from "node:path";
import type { StateSettings } from "../../src/state/state-settings";
import { stateAdvice } from "../lib/state-errors";
import { Terraform } from "../lib/terraform";
import { TerraformError } from "../lib/terraform-diagnostics";

/** An address that no stack has. */
const NOTHING = "terraform_data.nothing";

/**
 * After a run that failed: whether its state was the reason, and what to do about it. cdktf owns the terminal
 * during the run, so Terraform is asked again, by commands that change nothing and take a moment.
 */
export async function diagnoseState(
  project: string,
  stack: string,
  command: string,
  { kind }: StateSettings,
): Promise<string | undefined> {
  const folder = path.join("cdktf.out", "stacks", stack);
  if (kind !== "s3" || !existsSync(path.join(project, folder))) return undefined;
  try {
    const terraform = await Terraform.in(path.join(project, folder));
    await terraform.init();
    // Takes the lock, finds nothing to do and gives the lock back, without a provider.
    await terraform.capture("untaint", ["-no-color", "-allow-missing", "-lock-timeout=0s", NOTHING]);
  } catch (error) {
    return error instanceof TerraformError ? stateAdvice(error.message, { command, folder }) : undefined;
  }
  return undefined;
}
