/** The product's own container definitions, as Terraform makes them for ECS. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformLocal, TerraformStack } from "cdktf";
import { containerDefinitions } from "../../../src/application/container-definitions";
import { TaskScripts } from "../../../src/application/task-scripts";

/** A container of a task, with the fields that the suite uses; the last three are the main container's. */
export interface Definition {
  readonly entryPoint: readonly string[];
  readonly command: readonly string[];
  readonly workingDirectory: string;
  readonly mountPoints: ReadonlyArray<{
    readonly sourceVolume: string;
    readonly containerPath: string;
    readonly readOnly: boolean;
  }>;
  readonly healthCheck: { readonly command: readonly string[] };
}

/** The containers by their names. */
export function containersOfTask(): Readonly<Record<string, Definition>> {
  const outdir = mkdtempSync(join(tmpdir(), "image-definition-"));
  try {
    const app = new App({ outdir });
    const stack = new TerraformStack(app, "task");
    const definitions = containerDefinitions(stack, {
      ...{ image: "openemr/openemr:any", logGroupName: "any", region: "eu-west-1" },
      ...{ environment: {}, labels: {}, secrets: {}, scripts: new TaskScripts(stack, "scripts") },
    });
    new TerraformLocal(stack, "definitions", definitions).overrideLogicalId("definitions");
    app.synth();
    const document = join(outdir, "stacks/task/cdk.tf.json");
    // Without the backend, for which Terraform would have to be initialized.
    const { locals } = JSON.parse(readFileSync(document, "utf8"));
    writeFileSync(document, JSON.stringify({ locals }));
    const { stdout, stderr } = spawnSync(process.env.TERRAFORM_BINARY_NAME || "terraform", ["console"], {
      cwd: join(outdir, "stacks/task"),
      input: "local.definitions\n",
      encoding: "utf8",
      env: { ...process.env, CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE: join(outdir, "none.tfrc") },
    });
    // On a slow machine Terraform says first that it waits for its lock.
    const text = stdout.split("\n").find((line) => line.startsWith('"'));
    if (!text) throw new Error(stdout + stderr);
    const containers = JSON.parse(JSON.parse(text)) as Array<Definition & { readonly name: string }>;
    return Object.fromEntries(containers.map((each) => [each.name, each]));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
