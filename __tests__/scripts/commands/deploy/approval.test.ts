import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { compiledScript } from "../../../support/compiled-project";
import { OFFLINE } from "../../../support/deployed-stack";
import { ScriptProject } from "../../../support/script-project";

const APP = `
  const { App, LocalBackend, TerraformOutput, TerraformStack } = require("cdktf");
  const app = new App();
  const stack = new TerraformStack(app, "openemr-trial");
  new LocalBackend(stack, { path: "../../../trial.tfstate" });
  stack.addOverride("resource.terraform_data.data.input", "here");
  new TerraformOutput(stack, "url", { value: "https://openemr", staticId: true });
  app.synth();
`;

const DOWN = "\u001b[B";
const ENTER = "\r";
const NOT_APPROVED = "The plan was not approved, so nothing was deployed.";

const project = new ScriptProject();
project.write("app.cjs", APP);
project.write("cdktf.json", { language: "typescript", app: "node app.cjs", context: {} });
afterAll(() => project.remove());

/** Deploys in a terminal, by the real cdktf and Terraform. @param keys that a person presses at the plan */
async function deploy(keys: readonly string[], ...options: string[]) {
  const command = compiledScript(project.folder, "deploy");
  const line = `exec ${process.execPath} ${command} deploy trial --skip-check ${options.join(" ")}`;
  const args = ["--quiet", "--return", "--command", line, "/dev/null"];
  const env = { ...process.env, ...OFFLINE, OPENEMR_STATE_KIND: "local" };
  const terminal: ChildProcessByStdio<Writable, Readable, null> = spawn("script", args, {
    cwd: project.folder,
    env,
    stdio: ["pipe", "pipe", "inherit"],
  });
  let output = "";
  let pressed: Promise<void> | undefined;
  terminal.stdout.on("data", (text) => {
    output += text;
    if (output.includes("Dismiss")) pressed ??= press();
  });
  const press = async () => {
    for (const key of keys) {
      // Ink shows the list a moment before it listens.
      await sleep(1000);
      terminal.stdin.write(key);
    }
  };
  const [code] = await once(terminal, "close");
  return { code, asked: pressed !== undefined, output };
}

test("a deploy ends with 0 where it was approved or there is nothing to do, and not where nobody approved it", async () => {
  const refused = { code: 1, asked: true, output: expect.stringContaining(NOT_APPROVED) };
  expect(await deploy([DOWN, ENTER])).toEqual(refused);
  const deployed = { code: 0, output: expect.not.stringContaining(NOT_APPROVED) };
  expect(await deploy([ENTER], "--skip-synth")).toEqual({ ...deployed, asked: true });
  expect(await deploy([], "--skip-synth", "--outputs-file outputs.json")).toEqual({
    ...deployed,
    asked: false,
  });
}, 180_000);
