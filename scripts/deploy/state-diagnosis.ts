import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import type { StateSettings } from "../../src/state/state-settings";
import { stackFolder } from "../lib/stack-folder";
import { stateAdvice } from "../lib/state-errors";
import { Terraform } from "../lib/terraform";
import { TerraformError } from "../lib/terraform-diagnostics";

/** An address that no stack has. */
const NOTHING = "terraform_data.nothing";

/**
 * After a run that failed: whether its state was the reason, and what to do about it. cdktf owns the terminal
 * during the run, so Terraform is asked again, by commands that change nothing and take a moment.
 */
export class StateDiagnosis {
  /** Of the stack, relative to the project. */
  private readonly folder: string;

  constructor(
    private readonly project: string,
    stack: string,
    private readonly settings: StateSettings,
  ) {
    this.folder = stackFolder(stack);
  }

  /** To be called before the run: what lies there after it, that run has written. */
  forgetEarlierSynthesis(): void {
    rmSync(this.synthesized, { force: true });
  }

  /** @param command the one to repeat, as a person types it */
  async advice(command: string): Promise<string | undefined> {
    // Terraform Cloud says itself what it needs.
    if (this.settings.kind === "cloud" || !existsSync(this.synthesized)) return undefined;
    try {
      const terraform = await Terraform.in(path.join(this.project, this.folder));
      await terraform.init();
      // The lock of a local state ends with the process that holds it.
      if (this.settings.kind === "local") return undefined;
      // Takes the lock, finds nothing to do and gives the lock back, without a provider.
      await terraform.capture("untaint", ["-no-color", "-allow-missing", "-lock-timeout=0s", NOTHING]);
    } catch (error) {
      if (error instanceof TerraformError)
        return stateAdvice(error.message, { command, folder: this.folder });
    }
    return undefined;
  }

  private get synthesized(): string {
    return path.join(this.project, this.folder, "cdk.tf.json");
  }
}
