import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import { stackName } from "../../../src/environments";
import type { StateSettings } from "../../../src/state/state-settings";
import { UserError } from "../../../src/user-error";
import { checkWorkspace } from "../../terraform/cloud/check";
import { stackFolder } from "../../terraform/stack-folder";
import { stateAdvice } from "../../terraform/state-errors";
import { Terraform } from "../../terraform/terraform";
import { TerraformError } from "../../terraform/terraform-diagnostics";

/** An address that no stack has. */
const NOTHING = "terraform_data.nothing";

/**
 * After a run that failed: whether its state was the reason, and what to do about it. cdktf owns the terminal
 * during the run, so Terraform is asked again, by commands that change nothing and take a moment.
 */
export class StateDiagnosis {
  /** Folder of the stack, relative to the project. */
  private readonly folder: string;

  constructor(
    private readonly project: string,
    private readonly environment: string,
    private readonly settings: StateSettings,
    private readonly env: NodeJS.ProcessEnv,
  ) {
    this.folder = stackFolder(stackName(environment));
  }

  /** To be called before the run: what lies there after it, that run has written. */
  forgetEarlierSynthesis(): void {
    rmSync(this.synthesized, { force: true });
  }

  /** @param command the one to repeat, as a person types it */
  async advice(command: string): Promise<string | undefined> {
    if (!existsSync(this.synthesized)) return undefined;
    try {
      const terraform = await Terraform.in(path.join(this.project, this.folder));
      await terraform.init();
      // The lock of a local state ends with the process that holds it.
      if (this.settings.kind === "local") return undefined;
      // The reason that stopped a remote run can be in the workspace as well as in the stack.
      if (this.settings.kind === "cloud") return await this.workspaceAdvice();
      // Takes the lock, finds nothing to do and gives the lock back, without a provider.
      await terraform.capture("untaint", ["-no-color", "-allow-missing", "-lock-timeout=0s", NOTHING]);
    } catch (error) {
      if (error instanceof TerraformError)
        return stateAdvice(error.message, { command, folder: this.folder });
    }
    return undefined;
  }

  private async workspaceAdvice(): Promise<string | undefined> {
    try {
      const { page, findings } = await checkWorkspace(this.settings, this.environment, this.env);
      const problems = findings.filter(({ level }) => level === "problem").map(({ text }) => `  ${text}`);
      return problems.length > 0
        ? [`The workspace ${page} has what may be the reason:`, ...problems].join("\n")
        : undefined;
    } catch (error) {
      // The run has said what is wrong; where its workspace cannot be asked, there is nothing to add.
      if (error instanceof UserError) return undefined;
      throw error;
    }
  }

  private get synthesized(): string {
    return path.join(this.project, this.folder, "cdk.tf.json");
  }
}
