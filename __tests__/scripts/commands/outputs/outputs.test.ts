import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { stackOutputs } from "../../../../scripts/terraform/stack-outputs";
import { DeployedStack, OFFLINE } from "../../../support/deployed-stack";
import { EmulatedState } from "../../../support/emulated-state";
import { ScriptProject } from "../../../support/script-project";
import { copyOfProject } from "../../../support/synthesized-project";

const OUTPUTS = { url: "https://openemr.example.org", nat_public_ips: ["192.0.2.1"] };

let project: ScriptProject;
let stack: DeployedStack;

beforeAll(() => {
  Object.assign(process.env, OFFLINE);
  project = new ScriptProject();
  stack = new DeployedStack(project.folder);
});

afterAll(() => project.remove());

function run(...args: string[]) {
  return project.run("outputs", args);
}

test("before there is anything to read, the next step is named", async () => {
  await expect(stackOutputs(project.folder, undefined)).rejects.toThrow(
    "Which environment? The environments are trial.",
  );
  project.write("cdktf.json", {});
  expect(run("trial")).toEqual({
    status: 1,
    output: expect.stringMatching(
      /^State is kept by "s3", and has no place yet: .* npm run bootstrap sets them\./,
    ),
  });
  stack.synthesize(OUTPUTS);
  const said = jest.spyOn(console, "error").mockImplementation(() => {});
  await expect(stackOutputs(project.folder, "trial")).rejects.toThrow(
    'The environment "trial" has no outputs: it was not deployed yet, or was destroyed.',
  );
  said.mockRestore();
});

test("in a fresh copy of the project the stack is synthesized, and again once the state has a place", () => {
  const copy = copyOfProject();
  const outputs = (env: NodeJS.ProcessEnv) => {
    const command = ["--require", "tsx/cjs", path.join(copy, "scripts/commands/outputs/command.ts"), "trial"];
    return spawnSync(process.execPath, command, {
      cwd: copy,
      encoding: "utf8",
      env: { ...process.env, ...OFFLINE, OPENEMR_STATE_KIND: "", ...env },
    }).stderr;
  };
  const stacks = path.join(copy, "cdktf.out/stacks");
  mkdirSync(path.join(stacks, "openemr-production"), { recursive: true });
  const before = { terraform: { backend: { "none (bucket is not set)": {} } } };
  mkdirSync(path.join(stacks, "openemr-trial"));
  writeFileSync(path.join(stacks, "openemr-trial/cdk.tf.json"), JSON.stringify(before));
  expect(outputs({})).toMatch(/^State is kept by "s3", and has no place yet/);
  outputs({ OPENEMR_STATE_KIND: "local" });
  const written = readFileSync(path.join(stacks, "openemr-trial/cdk.tf.json"), "utf8");
  expect(JSON.parse(written).terraform.backend).toHaveProperty("local");
  expect(readdirSync(stacks)).toEqual(expect.arrayContaining(["openemr-production", "openemr-trial"]));
  rmSync(copy, { recursive: true });
}, 120_000);

describe("of a deployed environment", () => {
  // Terraform keeps no output that is null.
  beforeAll(() => stack.deploy({ ...OUTPUTS, import_bucket: null }));

  test("all are shown, or those that are named, each on its line", () => {
    expect(run("trial")).toEqual({
      status: 0,
      output: 'nat_public_ips = ["192.0.2.1"]\nurl = https://openemr.example.org\n',
    });
    expect(run("trial", "url", "nat_public_ips")).toEqual({
      status: 0,
      output: 'https://openemr.example.org\n["192.0.2.1"]\n',
    });
    expect(JSON.parse(run("trial", "url", "--json").output)).toEqual({ url: OUTPUTS.url });
    expect(run("trial", "--jsno").output).toMatch(/--jsno.*Usage: npm run outputs/s);
  });

  test("a name that is none leads to those that are, and a type to another deploy", async () => {
    const outputs = await stackOutputs(project.folder, "trial");
    expect(() => outputs.text("ulr")).toThrow(
      'The environment "trial" has no output "ulr". It has nat_public_ips, url.',
    );
    expect(() => outputs.text("nat_public_ips")).toThrow('is ["192.0.2.1"], but must be a text.');
  });

  test("a folder that Terraform does not know yet is prepared, and the output stays clean", async () => {
    rmSync(path.join(stack.folder, ".terraform"), { recursive: true });
    const said = jest.spyOn(console, "error").mockImplementation(() => {});
    const outputs = await stackOutputs(project.folder, "trial");
    expect(said.mock.calls).toEqual([
      ["Preparing Terraform in cdktf.out/stacks/openemr-trial (terraform init) ..."],
    ]);
    said.mockRestore();
    expect(outputs.text("url")).toBe(OUTPUTS.url);
  });

  test("an error of the state comes with the way out", async () => {
    const state = new EmulatedState();
    await state.start();
    state.bucketStatus = 404;
    const inherited = { ...process.env };
    Object.assign(process.env, state.env, project.standInForTerraform("echo 'Error: odd' >&2; exit 1"));
    const s3 = { bucket: "states", key: "environments/trial/terraform.tfstate", region: "eu-west-1" };
    project.write(
      "cdktf.out/stacks/openemr-trial/cdk.tf.json",
      JSON.stringify({ terraform: { backend: { s3 } } }),
    );
    rmSync(path.join(stack.folder, ".terraform"), { recursive: true });
    await expect(stackOutputs(project.folder, "trial")).rejects.toThrow(
      /Error: odd\n\nThe state bucket "states" .* does not exist\..*npm run bootstrap$/s,
    );
    process.env = inherited;
    state.stop();
  });
});
