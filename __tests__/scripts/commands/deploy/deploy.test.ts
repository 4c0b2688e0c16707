import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { COMMAND_LINE } from "../../../../scripts/commands/deploy/arguments";
import { readCommandLine } from "../../../../scripts/terminal/command-line";
import { addBackend } from "../../../../src/state/backend";
import { readStateSettings } from "../../../../src/state/state-settings";
import { DeployedStack, OFFLINE } from "../../../support/deployed-stack";
import { ScriptProject } from "../../../support/script-project";

const ROOT = path.resolve(__dirname, "../../../..");

let project: ScriptProject;

beforeEach(() => {
  project = new ScriptProject();
  project.write("cdktf.json", '{"app": "exit 1", "language": "typescript", "context": {}}');
});

afterEach(() => project.remove());

function run(...args: string[]) {
  return project.run("deploy", args);
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
  expect(run("deploy", "--auto-approve")).toEqual(refused("Which environment? The environments are trial."));
  const unset = run("deploy", "trial");
  expect(unset).toEqual(
    refused(
      'State is kept by "s3", and has no place yet: bucket, region, lockTable are not set; npm run bootstrap sets them.',
    ),
  );
  expect(unset.output).not.toMatch(/^ +at /m);
  project.write("environments/trial.tfvars", "vpc_cird = 1\n");
  expect(run("deploy", "trial")).toEqual(refused('line 1: "vpc_cird", did you mean "vpc_cidr"?'));
  expect(existsSync(path.join(project.folder, "cdktf.out/manifest.json"))).toBe(false);
});

test("a workspace that was chosen for another project reaches neither cdktf nor Terraform", () => {
  new DeployedStack(project.folder).deploy({ url: "https://openemr" });
  const env = { ...OFFLINE, OPENEMR_STATE_KIND: "local", TF_WORKSPACE: "other" };
  for (const args of [["diff"], ["deploy", "--auto-approve"], ["destroy", "--auto-approve"]]) {
    const { status, output } = project.run("deploy", [args[0]!, "trial", ...args.slice(1)], { env });
    expect(output).toMatch(/^TF_WORKSPACE is "other", .*unset TF_WORKSPACE$/m);
    expect(output).not.toContain("exit 1");
    expect(status).toBe(1);
  }
  expect(project.run("outputs", ["trial"], { env }).output).toMatch(/^TF_WORKSPACE is "other"/);
});

test("what cdktf would take from the environment, or cannot write at home, stops or changes nothing", () => {
  const of = (env: NodeJS.ProcessEnv, ...args: string[]) =>
    project.run("deploy", args, { env: { ...OFFLINE, OPENEMR_STATE_KIND: "local", ...env } }).output;
  expect(of({ CDKTF_AUTO_APPROVE: "true" }, "deploy", "trial", "--auto-approve")).toMatch(
    /^CDKTF_AUTO_APPROVE is "true", .*unset CDKTF_AUTO_APPROVE$/m,
  );
  const homeless = of(
    { HOME: "/dev/null/home", TF_VAR_name: "other", TF_VAR_region: "eu-west-2" },
    "diff",
    "trial",
  );
  expect(homeless).toContain("exit 1");
  expect(homeless).not.toContain("ENOTDIR");
  expect(homeless).toMatch(
    /^Terraform takes values .* environments\/trial.tfvars does not give: TF_VAR_name\. /m,
  );
});

test.each([
  [
    ["destroy", "trial", "--target=y", "--auto-approve"],
    "terraform -chdir=cdktf.out/stacks/openemr-trial destroy -target='y'",
  ],
  [
    ["diff", "trial", "--replace", "x.y"],
    "terraform -chdir=cdktf.out/stacks/openemr-trial plan -replace='x.y'",
  ],
  [["deploy", "trial", "-target=y"], "-target=y is given, but options begin with two dashes"],
  [["deploy", "trial", "--vra=region=eu-west-2"], "Unknown option '--vra'"],
  [["deploy", "trial", "--refreshonly"], "Unknown option '--refreshonly'"],
  [["deploy", "trial", "--var", "region"], '--var is "region", but must be name=value'],
  [
    ["diff", "trial", "--auto-approve"],
    "--auto-approve is an option of deploy and destroy, not of diff. Leave it out.",
  ],
  [["destroy", "trial", "--refresh-only"], "--refresh-only is an option of deploy and diff, not of destroy."],
  [
    ["deploy", "trial", "--outputs-file-include-sensitive-outputs"],
    "--outputs-file-include-sensitive-outputs is given, but no --outputs-file.",
  ],
  [["deploy", "trial", "production"], "One environment at a time, but trial, production were given."],
])("%j is refused: cdktf would pass over it and work on everything", (args, message) => {
  expect(() => readCommandLine(args, COMMAND_LINE)).toThrow(message);
});

test("an option of cdktf reaches it", () => {
  const trial = (...args: string[]) =>
    project.run("deploy", ["deploy", "trial", ...args], { env: { OPENEMR_STATE_KIND: "local" } }).output;
  // The app ends with 1 where cdktf synthesizes.
  expect(trial("--auto-approve", "--var", "region=eu-west-1")).toContain("exit 1");
  expect(trial("--auto-approve", "--skip-synth")).not.toContain("exit 1");
  // cdktf would end with an error of its own where it asks, after the plan.
  expect(trial()).toMatch(/^There is no terminal to ask for an approval of the plan\. .*--auto-approve/);
});

test("a destroy names what SageMaker leaves in the VPC, before it starts where the state has Studio", () => {
  const advice = "npm run clear-studio -- trial";
  const destroy = (command = "destroy") =>
    project.run("deploy", [command, "trial"], { env: { ...OFFLINE, OPENEMR_STATE_KIND: "local" } }).output;
  expect(destroy()).toMatch(new RegExp(`exit 1[^]*${advice}`));
  new DeployedStack(project.folder).deploy({ analytics_environment: { region: "eu-west-1" } });
  const output = destroy();
  expect(output.split(advice)).toHaveLength(2);
  expect(output.indexOf(advice)).toBeLessThan(output.indexOf("cdktf"));
  expect(destroy("diff")).not.toContain(advice);
});

test("the project is where the command is, wherever it is called from", () => {
  const { output } = project.run("deploy", ["diff"], { cwd: tmpdir() });
  expect(output).toContain("Which environment? The environments are trial.");
});

test("a cdktf.json that is none is refused without a stack trace", () => {
  project.write("cdktf.json", '{"app": ');
  const { status, output } = run("diff", "trial");
  expect(status).toBe(1);
  expect(output).toContain("cdktf.json is not JSON: ");
  expect(output).not.toMatch(/^ +at /m);
});

test("plain terraform in the folder of a stack without a place stops without a question or a local state", () => {
  const app = new App({ outdir: path.join(project.folder, "cdktf.out") });
  const stack = new TerraformStack(app, "openemr-trial");
  addBackend(stack, readStateSettings(undefined, {}), "trial");
  new TerraformOutput(stack, "one", { value: 1 });
  app.synth();
  const cwd = path.join(project.folder, "cdktf.out/stacks/openemr-trial");
  const env = {
    ...process.env,
    TF_CLI_CONFIG_FILE: path.join(ROOT, "scripts/terraform/offline.tfrc"),
    CHECKPOINT_DISABLE: "1",
  };
  for (const args of [["init"], ["apply", "-auto-approve"]]) {
    const { status, stderr } = spawnSync("terraform", [...args, "-no-color"], { cwd, env, encoding: "utf8" });
    expect(status).toBe(1);
    expect(stderr.replace(/\s+/g, " ")).toContain("npm run bootstrap sets them");
  }
  expect(existsSync(path.join(cwd, "terraform.tfstate"))).toBe(false);
});
