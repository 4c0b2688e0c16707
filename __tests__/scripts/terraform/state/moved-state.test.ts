import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { TerraformStack, Testing } from "cdktf";
import { runProcess } from "../../../../scripts/system/run-process";
import { cloudMoveAdvice, stateAdvice } from "../../../../scripts/terraform/state/advice";
import { addBackend } from "../../../../src/state/backend";
import { readStateSettings, type StateSettings } from "../../../../src/state/state-settings";
import { TerraformCloud } from "../../../support/terraform-cloud/terraform-cloud";

const project = mkdtempSync(path.join(tmpdir(), "moved-"));
const use = { command: "npm run deploy -- trial", project, folder: "cdktf.out/stacks/openemr-trial" };
let cloud: TerraformCloud;
let inCloud: StateSettings;
const onThisMachine: StateSettings = { kind: "local" };

beforeAll(async () => {
  cloud = await TerraformCloud.start(async () => ({}));
  inCloud = { kind: "cloud", organization: "clinic", hostname: cloud.host };
  mkdirSync(path.join(project, use.folder), { recursive: true });
});

afterAll(async () => {
  await cloud.close();
  rmSync(project, { recursive: true });
});

/** As `npm run synth` with these settings would. */
function synthesize(settings: StateSettings): void {
  const stack = new TerraformStack(Testing.app(), "openemr-trial");
  addBackend(stack, settings, "trial");
  stack.addOverride("resource.terraform_data.kept", { input: "records" });
  stack.addOverride("output.kept", { value: "${terraform_data.kept.id}" });
  writeFileSync(path.join(project, use.folder, "cdk.tf.json"), JSON.stringify(stack.toTerraform()));
}

async function run(line: string): Promise<string> {
  const env = { ...process.env, ...cloud.environment(project) };
  const { code, stdout, stderr } = await runProcess("sh", ["-c", line], { cwd: project, env });
  if (code !== 0) throw new Error(stdout + stderr);
  return stdout;
}

const terraform = (args: string) => run(`terraform -chdir=${use.folder} ${args}`);
const keptId = () => terraform("output -raw kept");
const moved = (settings: StateSettings) => cloudMoveAdvice(settings, use);

/** Does what a person would who follows the advice, up to where it says "Only if". */
async function follow(advice: string, settings: StateSettings): Promise<void> {
  const lines = advice.split("\n");
  const commands = lines
    .slice(
      0,
      lines.findIndex((line) => line.startsWith("Only if")),
    )
    .filter((l) => l.startsWith("  "));
  for (const command of commands) {
    const assigned = [...command.matchAll(/(OPENEMR_STATE_\w+)=(\S+)/g)].map(([, name, value]) => [
      name,
      value,
    ]);
    if (!command.includes("npm run synth")) await run(`echo yes | ${command}`);
    else synthesize(assigned.length > 0 ? readStateSettings({}, Object.fromEntries(assigned)) : settings);
  }
}

test("a state goes to Terraform Cloud, and out of it again, with what it knows", async () => {
  expect(moved(inCloud)).toBeUndefined();
  synthesize(onThisMachine);
  await terraform("init");
  await terraform("apply -auto-approve");
  const id = await keptId();
  expect(moved(onThisMachine)).toBeUndefined();

  const into = moved(inCloud)!;
  expect(into).toMatch(
    /^The state was kept in a backend "local" when .* now say the organization "clinic" at localhost:\d+\. Nothing was changed\.$/m,
  );
  await follow(into, inCloud);
  expect(cloud.organization.workspace("openemr-trial").state!.resources).toHaveLength(1);
  expect(await keptId()).toBe(id);
  expect(moved(inCloud)).toBeUndefined();

  const out = moved(onThisMachine)!;
  expect(out).toContain('The state was kept in the organization "clinic" at localhost');
  // Somebody synthesized in between, so that the folder speaks of the new place already.
  synthesize(onThisMachine);
  rmSync(path.join(project, "state"), { recursive: true });
  await follow(out, onThisMachine);
  expect(await keptId()).toBe(id);
  expect(moved(onThisMachine)).toBeUndefined();
});

test("another organization is noticed, which Terraform would silently begin anew in", async () => {
  synthesize(inCloud);
  rmSync(path.join(project, use.folder, ".terraform"), { recursive: true });
  await terraform("init");
  const other: StateSettings = { kind: "cloud", organization: "hospital" };
  expect(moved(other)).toMatch(
    /"clinic" at localhost:\d+ .* now say the organization "hospital" at app\.terraform\.io\./,
  );
  // Without -reconfigure, which Terraform refuses there.
  expect(moved(other)).toMatch(/terraform -chdir=\S+ init$/m);
});

test("a move between buckets is left to cdktf, and told where it stopped a run", async () => {
  const backend = { type: "s3", config: { bucket: "old", region: "eu-west-1", profile: null } };
  const note = path.join(project, use.folder, ".terraform/terraform.tfstate");
  writeFileSync(note, JSON.stringify({ version: 3, backend }));
  const settings: StateSettings = { kind: "s3", bucket: "new", region: "eu-west-1", lockTable: "locks" };
  expect(moved(settings)).toBeUndefined();
  synthesize(settings);
  const advice = await stateAdvice(use, process.env);
  expect(advice).toContain("terraform -chdir=cdktf.out/stacks/openemr-trial init -migrate-state");
  expect(advice).toContain("terraform -chdir=cdktf.out/stacks/openemr-trial init -reconfigure");
  expect(advice).toContain("Then repeat: npm run deploy -- trial");
  writeFileSync(note, "damaged");
  expect(moved(inCloud)).toBeUndefined();
});
