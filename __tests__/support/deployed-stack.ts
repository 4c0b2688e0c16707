import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { stackName } from "../../src/environments";

const ROOT = path.resolve(__dirname, "../..");

/** Environment variables that keep Terraform away from any network. */
export const OFFLINE = {
  TF_CLI_CONFIG_FILE: path.join(ROOT, "scripts/terraform/offline.tfrc"),
  CHECKPOINT_DISABLE: "1",
};

/**
 * A stack that was deployed, with outputs and nothing else: the real Terraform has them in a local state, where
 * the product keeps it.
 */
export class DeployedStack {
  readonly folder: string;

  /** @param project a folder; the stack lies where the commands of this project look for it */
  constructor(
    project: string,
    private readonly environment = "trial",
  ) {
    this.folder = path.join(project, "cdktf.out/stacks", stackName(environment));
  }

  /** Writes what a synthesis would, and deploys nothing. */
  synthesize(outputs: Readonly<Record<string, unknown>>): void {
    const state = `../../../state/${stackName(this.environment)}.tfstate`;
    const configuration = {
      terraform: { backend: { local: { path: state } } },
      output: Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, { value }])),
    };
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(path.join(this.folder, "cdk.tf.json"), JSON.stringify(configuration));
  }

  deploy(outputs: Readonly<Record<string, unknown>>): void {
    this.synthesize(outputs);
    this.terraform("init");
    this.terraform("apply", "-auto-approve");
  }

  private terraform(...args: string[]): void {
    const env = { ...process.env, ...OFFLINE };
    const { status, stderr } = spawnSync("terraform", args, { cwd: this.folder, env, encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
  }
}
