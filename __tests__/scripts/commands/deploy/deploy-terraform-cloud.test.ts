import path from "node:path";
import { runProcess } from "../../../../scripts/system/run-process";
import { stateAdvice } from "../../../../scripts/terraform/state/advice";
import type { StateSettings } from "../../../../src/state/state-settings";
import { compiledScript } from "../../../support/compiled-project";
import { ScriptProject } from "../../../support/script-project";
import { TerraformCloud } from "../../../support/terraform-cloud/terraform-cloud";

const APP = `
  import { App, TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
  import { addBackend } from "./src/state/backend";
  import { readStateSettings } from "./src/state/state-settings";
  import { writeStackFiles } from "./src/stack-files";
  import { DestroyGuard } from "./src/terraform/destroy-guard";
  const app = new App();
  const stack = new TerraformStack(app, "openemr-trial");
  const settings = readStateSettings(app.node.tryGetContext("state"), process.env);
  addBackend(stack, settings, "trial");
  const region = new TerraformVariable(stack, "region", { type: "string" });
  new DestroyGuard(stack, "guard", { refuses: true, message: "protected" });
  new TerraformOutput(stack, "url", { value: "https://" + region.stringValue, staticId: true });
  app.synth();
  writeStackFiles(app.outdir + "/stacks/openemr-trial", "environments/trial.tfvars", settings.kind);
`;

const TSX = path.resolve(__dirname, "../../../../node_modules/tsx/dist/loader.mjs");
const project = new ScriptProject();
const inherited = { ...process.env };
let cloud: TerraformCloud;
let settings: StateSettings;

beforeAll(async () => {
  cloud = await TerraformCloud.start(async () => ({}));
  settings = { kind: "cloud", organization: "clinic", hostname: cloud.host };
  project.write("app.ts", APP);
  project.write("cdktf.json", {
    language: "typescript",
    app: `node --import ${TSX} app.ts`,
    context: { state: settings },
  });
  Object.assign(process.env, cloud.environment(project.folder));
});

afterAll(async () => {
  process.env = inherited;
  await cloud.close();
  project.remove();
});

/** Runs a command without blocking this process, which has the server. */
async function run(script: string, ...args: string[]) {
  const command = [compiledScript(project.folder, script), ...args];
  const { code, stdout, stderr } = await runProcess(process.execPath, command, {
    cwd: project.folder,
    env: { ...process.env, OPENEMR_STATE_KIND: "" },
  });
  return { code, output: stdout + stderr };
}

const use = {
  command: "npm run deploy -- trial",
  project: project.folder,
  folder: "cdktf.out/stacks/openemr-trial",
};
const advice = () => stateAdvice(use, process.env);

test("npm run deploy deploys by a remote run, and npm run outputs reads what it made", async () => {
  const { code, output } = await run("deploy", "deploy", "trial", "--auto-approve");
  expect(output).toContain("Apply complete! Resources: 1 added");
  expect(code).toBe(0);
  expect(cloud.runs.last.status).toBe("applied");
  expect(await run("outputs", "trial")).toEqual({ code: 0, output: "url = https://eu-west-1\n" });
}, 120_000);

test("after a run that failed, what is wrong with the workspace is told", async () => {
  const found = await advice();
  expect(found).toMatch(
    /^The workspace https:\/\/localhost:\d+\/app\/clinic\/workspaces\/openemr-trial has what may be the reason:$/m,
  );
  expect(found).toContain("  Its runs get no credentials of AWS: TFC_AWS_PROVIDER_AUTH is not set.");
  // Then Terraform's own error is all that there is to say.
  cloud.organization.workspace("openemr-trial").attributes["execution-mode"] = "local";
  expect(await advice()).toBeUndefined();
});

test("after a run that nobody was signed in for, how to sign in is told", async () => {
  const { TF_CLI_CONFIG_FILE } = process.env;
  process.env.TF_CLI_CONFIG_FILE = "/dev/null";
  expect(await advice()).toMatch(
    /^There is no token for localhost:\d+\. .* repeat: npm run deploy -- trial$/,
  );
  process.env.TF_CLI_CONFIG_FILE = TF_CLI_CONFIG_FILE;
});

test("a state that would be left behind is noticed before anything is synthesized", async () => {
  project.write("cdktf.json", {
    language: "typescript",
    app: "exit 1",
    context: { state: { kind: "local" } },
  });
  const { code, output } = await run("deploy", "diff", "trial");
  expect(output).toMatch(
    /^The state was kept in the organization "clinic" at .* now say a backend "local"\. Nothing was changed\.$/m,
  );
  expect(output).toMatch(/Then repeat: npm run diff -- trial\n$/);
  expect(code).toBe(1);
});
