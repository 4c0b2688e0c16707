import { existsSync } from "node:fs";
import path from "node:path";
import { runProcess } from "../../../../scripts/system/run-process";
import { compiledScript } from "../../../support/compiled-project";
import { EmulatedState } from "../../../support/emulated-state";
import { ScriptProject } from "../../../support/script-project";

const APP = `
  const { App, S3Backend, TerraformStack } = require("cdktf");
  const app = new App();
  const stack = new TerraformStack(app, "openemr-trial");
  const key = "environments/trial/terraform.tfstate";
  new S3Backend(stack, { bucket: "states", key, region: "eu-west-1", dynamodbTable: "locks" });
  app.synth();
`;
const STATE = { kind: "s3", bucket: "states", region: "eu-west-1", lockTable: "locks" };

let project: ScriptProject;
let state: EmulatedState;

beforeEach(async () => {
  state = new EmulatedState();
  await state.start();
  project = new ScriptProject();
  project.write("app.cjs", APP);
  project.write("cdktf.json", { language: "typescript", app: "node app.cjs", context: { state: STATE } });
});

afterEach(async () => {
  state.stop();
  project.remove();
});

/** Runs it without blocking this process, which has the server. */
async function deploy(verb = "deploy") {
  const env = { ...process.env, ...state.env, OPENEMR_STATE_KIND: "" };
  Object.assign(env, project.standInForTerraform("echo 'Error: in words of tomorrow' >&2; exit 1"));
  const command = [compiledScript(project.folder, "deploy"), verb, "trial", "--auto-approve"];
  const { code, stdout, stderr } = await runProcess(process.execPath, command, { cwd: project.folder, env });
  return { code, output: stdout + stderr };
}

test("a deploy that fails says what is wrong with its state, whatever Terraform's words, and nothing of an earlier run's", async () => {
  state.bucketStatus = 404;
  const first = await deploy();
  expect(first.output).toContain('The state bucket "states"');
  project.write("app.cjs", "process.exit(1)");
  const second = await deploy();
  expect(second.code).not.toBe(0);
  expect(second.output).not.toContain("The state bucket");
  expect(existsSync(path.join(project.folder, "cdktf.out/stacks/openemr-trial/cdk.tf.json"))).toBe(false);
}, 180_000);

test("a deploy whose state is locked names the whole command to repeat", async () => {
  const Info = { S: JSON.stringify({ ID: "1-2", Who: "a@b" }) };
  state.entries.set("states/environments/trial/terraform.tfstate", { Info });
  expect((await deploy()).output).toMatch(/repeat: npm run deploy -- trial$/m);
}, 180_000);

test("a destroy that cannot read its state does not begin", async () => {
  const { code, output } = await deploy("destroy");
  expect(code).toBe(1);
  expect(output).toMatch(/in words of tomorrow[\s\S]*Nothing was destroyed\./);
}, 180_000);
