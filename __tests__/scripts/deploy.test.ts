import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { stateAdvice } from "../../scripts/lib/state-errors";
import { addBackend } from "../../src/state/backend";
import { readStateSettings } from "../../src/state/state-settings";

const ROOT = path.resolve(__dirname, "../..");

let project: string;

beforeEach(() => {
  project = mkdtempSync(path.join(tmpdir(), "deploy-"));
  mkdirSync(path.join(project, "environments"));
  writeFileSync(path.join(project, "environments/trial.tfvars"), 'region = "eu-west-1"\n');
  writeFileSync(
    path.join(project, "cdktf.json"),
    '{"app": "exit 1", "language": "typescript", "context": {}}',
  );
});

afterEach(() => rmSync(project, { recursive: true }));

function run(...args: string[]) {
  const tsx = path.join(ROOT, "node_modules/tsx/dist/cli.mjs");
  const options = {
    cwd: project,
    encoding: "utf8",
    env: { ...process.env, OPENEMR_STATE_KIND: "" },
  } as const;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [tsx, path.join(ROOT, "scripts/deploy.ts"), ...args],
    options,
  );
  return { status, output: stdout + stderr };
}

test("what would stop a deploy is said before cdktf starts, without a stack trace", () => {
  const refused = (output: string) => ({ status: 1, output: expect.stringContaining(output) });
  expect(run("deploy", "trail")).toEqual(
    refused('There is no environment "trail". The environments are trial. Did you mean "trial"?'),
  );
  expect(run("diff")).toEqual(refused("Which environment? The environments are trial."));
  expect(run("apply", "trial")).toEqual(
    refused('The command is "apply", but must be "deploy", "diff" or "destroy".'),
  );
  expect(run("deploy", "--auto-approve")).toEqual(
    refused("The environment comes first, before --auto-approve."),
  );
  const unset = run("deploy", "trial");
  expect(unset).toEqual(
    refused(
      'State is kept by "s3", and has no place yet: bucket, region, lockTable are not set; npm run bootstrap sets them.',
    ),
  );
  expect(unset.output).not.toMatch(/^ +at /m);
  writeFileSync(path.join(project, "environments/trial.tfvars"), "vpc_cird = 1\n");
  expect(run("deploy", "trial")).toEqual(refused('line 1: "vpc_cird", did you mean "vpc_cidr"?'));
  expect(existsSync(path.join(project, "cdktf.out/manifest.json"))).toBe(false);
}, 30_000);

test("plain terraform in the folder of a stack without a place stops without a question or a local state", () => {
  const app = new App({ outdir: path.join(project, "cdktf.out") });
  const stack = new TerraformStack(app, "openemr-trial");
  addBackend(stack, readStateSettings(undefined, {}), "trial");
  new TerraformOutput(stack, "one", { value: 1 });
  app.synth();
  const cwd = path.join(project, "cdktf.out/stacks/openemr-trial");
  const env = {
    ...process.env,
    TF_CLI_CONFIG_FILE: path.join(ROOT, "scripts/lib/offline.tfrc"),
    CHECKPOINT_DISABLE: "1",
  };
  for (const args of [["init"], ["apply", "-auto-approve"]]) {
    const { status, stderr } = spawnSync("terraform", [...args, "-no-color"], { cwd, env, encoding: "utf8" });
    expect(status).toBe(1);
    expect(stderr.replace(/\s+/g, " ")).toContain("npm run bootstrap sets them");
    expect(stateAdvice(stderr, { command: "x", folder: "y" })).toContain("Create one: npm run bootstrap");
  }
  expect(existsSync(path.join(cwd, "terraform.tfstate"))).toBe(false);
});

describe("errors of the state", () => {
  const use = { command: "npm run deploy", folder: "cdktf.out/stacks/openemr-trial" };

  test("a checksum that does not match leads to the older versions", () => {
    const advice = stateAdvice(
      "does not match the checksum\nstored in DynamoDB.\n\nBucket: states\nKey:    environments/a/terraform.tfstate\n",
      use,
    );
    expect(advice).toContain(
      "aws s3api list-object-versions --bucket states --prefix environments/a/terraform.tfstate",
    );
    expect(advice).toContain('{"LockID":{"S":"states/environments/a/terraform.tfstate-md5"}}');
  });

  test("a lock without who holds it is still one", () => {
    expect(stateAdvice("Error: Error acquiring the state lock", use)).toContain("could not be taken");
  });

  test("anything else is left to Terraform", () => {
    expect(stateAdvice("Error: Invalid value for variable", use)).toBeUndefined();
  });
});
