import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { addCompiledScripts } from "../support/compiled-project";
import { AwsApi } from "./support/aws-api";
import { type EmulatedTerraform, emulatedTerraform } from "./support/emulated-terraform";
import { type EmulatedAws, startMoto } from "./support/moto";
import { killAll, start, startScript, until } from "./support/run-script";

const ROOT = path.resolve(__dirname, "../..");
const REGION = "eu-central-1";
const BUCKET = "states-of-this-test";
const TABLE = "locks-of-this-test";
const KEY = "environments/trial/terraform.tfstate";

/** A stack with the product's own backend, whose apply lasts until the file exists that the variable `gate` names. */
const APP = `
import { App, TerraformStack, TerraformVariable } from "cdktf";
import { stackName } from "./src/environments";
import { addBackend } from "./src/state/backend";
import { readStateSettings } from "./src/state/state-settings";

const app = new App();
const stack = new TerraformStack(app, stackName("trial"));
addBackend(stack, readStateSettings(app.node.tryGetContext("state"), process.env), "trial");
new TerraformVariable(stack, "gate", { type: "string", default: "/" });
new TerraformVariable(stack, "label", { type: "string", default: "first" });
stack.addOverride("resource.terraform_data", {
  slow: {
    triggers_replace: ["\${var.label}"],
    input: "\${var.label}",
    provisioner: [{ "local-exec": { command: "timeout 60 sh -c 'until test -e \${var.gate}; do sleep 0.1; done'" } }],
  },
  other: { input: "kept", depends_on: ["terraform_data.slow"] },
});
app.synth();
`;

let aws: EmulatedAws;
let api: AwsApi;
let emulated: EmulatedTerraform;
let env: NodeJS.ProcessEnv;
let project: string;

beforeAll(async () => {
  aws = await startMoto();
  api = new AwsApi(aws.url, REGION);
  emulated = emulatedTerraform(aws.url);
  env = emulated.env;
  await api.createBucket(BUCKET);
  await api.createLockTable(TABLE);
  project = mkdtempSync(path.join(tmpdir(), "locking-"));
  addCompiledScripts(project);
  writeFileSync(path.join(project, "app.ts"), APP);
  writeFileSync(path.join(project, "tsconfig.json"), JSON.stringify({ extends: `${ROOT}/tsconfig.json` }));
  mkdirSync(path.join(project, "environments"));
  writeFileSync(path.join(project, "environments/trial.tfvars"), `region = "${REGION}"\n`);
  configure({ bucket: BUCKET });
});

afterAll(async () => {
  await aws?.stop();
  emulated?.remove();
  if (project) rmSync(project, { recursive: true, force: true });
});

function configure({ bucket }: { bucket: string }): void {
  const context = { state: { kind: "s3", bucket, region: REGION, lockTable: TABLE } };
  const app = "node --require tsx/cjs app.ts";
  writeFileSync(path.join(project, "cdktf.json"), JSON.stringify({ language: "typescript", app, context }));
}

/** `npm run deploy -- trial --auto-approve ...` */
function deploy(...variables: string[]) {
  const args = ["deploy", "trial", "--auto-approve", ...variables.flatMap((variable) => ["--var", variable])];
  return startScript("deploy", args, { cwd: project, env });
}

function terraform(...args: string[]) {
  return start("terraform", args, { cwd: path.join(project, "cdktf.out/stacks/openemr-trial"), env });
}

async function stateInBucket(): Promise<{ addresses: string[]; label?: string }> {
  const state = JSON.parse((await api.getObject(BUCKET, KEY)) ?? "{}");
  const resources = (state.resources ?? []) as {
    name: string;
    instances: { attributes?: { input?: { value: string } } }[];
  }[];
  return {
    addresses: resources.map(({ name }) => name).sort(),
    label: resources.find(({ name }) => name === "slow")?.instances[0]?.attributes?.input?.value,
  };
}

async function lockInTable() {
  const items = await api.lockItems(TABLE);
  const item = items.find(({ LockID, Info }) => Info && LockID.S === `${BUCKET}/${KEY}`);
  return item && (JSON.parse(item.Info!.S) as { ID: string; Who: string; Operation: string });
}

test("a deploy keeps its state in S3, and gives its lock back", async () => {
  const { code, output } = await deploy().ended;
  expect({ code, output }).toMatchObject({ code: 0 });
  expect(await stateInBucket()).toEqual({ addresses: ["other", "slow"], label: "first" });
  expect(await lockInTable()).toBeUndefined();
  expect(existsSync(path.join(project, "cdktf.out/stacks/openemr-trial/terraform.tfstate"))).toBe(false);
});

test("a second apply is refused with who holds the lock, or waits for it, and nothing is lost", async () => {
  const gate = path.join(project, "gate");
  const first = terraform("apply", "-auto-approve", "-no-color", "-var=label=second", `-var=gate=${gate}`);
  const lock = await until("The lock", lockInTable);
  expect(lock.Operation).toBe("OperationTypeApply");

  const waiting = terraform("apply", "-auto-approve", "-no-color", "-var=label=third", "-lock-timeout=60s");
  const refused = await deploy("label=fourth").ended;
  expect(refused.code).not.toBe(0);
  expect(refused.output).toContain(`Another run (${lock.Who}, OperationTypeApply, since `);
  expect(refused.output).toMatch(/repeat: npm run deploy -- trial$/m);
  expect(refused.output).toContain(`terraform -chdir=cdktf.out/stacks/openemr-trial force-unlock ${lock.ID}`);

  writeFileSync(gate, "");
  expect(await first.ended).toMatchObject({ code: 0 });
  const waited = await waiting.ended;
  expect(waited).toMatchObject({ code: 0 });
  // It saw what the first had done, and replaced that.
  expect(waited.output).toContain('"second" -> "third"');
  expect(await stateInBucket()).toEqual({ addresses: ["other", "slow"], label: "third" });
  expect(await lockInTable()).toBeUndefined();
});

test("the lock of a run that was killed stays, can be released as a refused deploy says, and a second run completes", async () => {
  const run = terraform("apply", "-auto-approve", "-no-color", "-var=label=fifth", "-var=gate=/never");
  const lock = await until("The lock", lockInTable);
  killAll(run);
  await run.ended;
  expect(await lockInTable()).toEqual(lock);

  const released = await terraform("force-unlock", "-force", lock.ID).ended;
  expect(released).toMatchObject({ code: 0 });

  expect(await deploy("label=sixth").ended).toMatchObject({ code: 0 });
  expect(await stateInBucket()).toEqual({ addresses: ["other", "slow"], label: "sixth" });
});

test("a bucket that does not exist stops a deploy with what to do, and leaves no state behind", async () => {
  rmSync(path.join(project, "cdktf.out"), { recursive: true });
  configure({ bucket: "no-such-bucket" });
  const { code, output } = await deploy().ended;
  expect(code).not.toBe(0);
  expect(output).toContain('The state bucket "no-such-bucket"');
  expect(output).toContain("npm run bootstrap");
  expect(existsSync(path.join(project, "cdktf.out/stacks/openemr-trial/terraform.tfstate"))).toBe(false);
});
