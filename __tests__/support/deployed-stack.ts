import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { stackName } from "../../src/environments";
import { addBackend } from "../../src/state/backend";

const ROOT = path.resolve(__dirname, "../..");

/** What keeps Terraform away from any network. */
export const OFFLINE = {
  TF_CLI_CONFIG_FILE: path.join(ROOT, "scripts/lib/offline.tfrc"),
  CHECKPOINT_DISABLE: "1",
};

/** A stack that was deployed: the real Terraform has its outputs in a local state, where the product keeps it. */
export class DeployedStack {
  readonly folder: string;

  /** @param project a folder; the stack lies where the commands of this project look for it */
  constructor(
    private readonly project: string,
    private readonly environment = "trial",
  ) {
    this.folder = path.join(project, "cdktf.out/stacks", stackName(environment));
  }

  /** Synthesizes the stack with these outputs alone, and deploys nothing. */
  synthesize(outputs: Readonly<Record<string, unknown>>): void {
    const app = new App({ outdir: path.join(this.project, "cdktf.out") });
    const stack = new TerraformStack(app, stackName(this.environment));
    addBackend(stack, { kind: "local" }, this.environment);
    for (const [name, value] of Object.entries(outputs)) {
      new TerraformOutput(stack, name, { value, staticId: true });
    }
    app.synth();
  }

  deploy(outputs: Readonly<Record<string, unknown>>): void {
    this.synthesize(outputs);
    mkdirSync(path.join(this.project, "state"), { recursive: true });
    this.terraform("init");
    this.terraform("apply", "-auto-approve");
  }

  private terraform(...args: string[]): void {
    const env = { ...process.env, ...OFFLINE };
    const { status, stderr } = spawnSync("terraform", args, { cwd: this.folder, env, encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
  }
}
