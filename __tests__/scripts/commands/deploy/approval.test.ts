import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import type { Readable, Writable } from "node:stream";
import { stripVTControlCharacters } from "node:util";
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
const INTERRUPT = "\u0003";
const NOT_APPROVED = "The plan was not approved, so nothing was deployed.";

const project = new ScriptProject();
project.write("app.cjs", APP);
project.write("cdktf.json", { language: "typescript", app: "node app.cjs", context: {} });
afterAll(() => project.remove());

/** Deploys in a terminal, by the real cdktf and Terraform. @param choice of a person at the plan, none where none is asked */
async function deploy(choice: "Approve" | "Dismiss" | "Ctrl-C" | undefined, ...options: string[]) {
  const command = compiledScript(project.folder, "deploy");
  const line = `exec ${process.execPath} ${command} deploy trial --skip-check ${options.join(" ")}`;
  const args = ["--quiet", "--return", "--command", line, "/dev/null"];
  // Some containers for development set CI, and a person sits there all the same.
  const env = { ...process.env, ...OFFLINE, OPENEMR_STATE_KIND: "local", CI: "true" };
  const terminal: ChildProcessByStdio<Writable, Readable, null> = spawn("script", args, {
    cwd: project.folder,
    env,
    stdio: ["pipe", "pipe", "inherit"],
  });
  let output = "";
  terminal.stdout.on("data", (text) => {
    output += text;
  });
  // Keys are pressed until they have their effect: cdktf shows its list before it listens, and the first may be lost.
  const press = () => {
    if (!choice || !output.includes("Dismiss")) return;
    const chosen = stripVTControlCharacters(output).split("❯ ").at(-1)!;
    // Ctrl-C only when it listens, and once: a second one would end it by itself.
    const interrupts = choice === "Ctrl-C" && !chosen.startsWith("Approve");
    if (interrupts) clearInterval(keys);
    terminal.stdin.write(interrupts ? INTERRUPT : chosen.startsWith(choice) ? ENTER : DOWN);
  };
  const keys = setInterval(press, 1000);
  try {
    const [code] = await once(terminal, "close", { signal: AbortSignal.timeout(150_000) });
    return { code, asked: output.includes("Dismiss"), output };
  } finally {
    clearInterval(keys);
    terminal.kill();
  }
}

test("a deploy ends with 0 where it was approved or there is nothing to do, and not where nobody approved it", async () => {
  const refused = { code: 1, asked: true, output: expect.stringContaining(NOT_APPROVED) };
  expect(await deploy("Dismiss")).toEqual(refused);
  const deployed = { code: 0, output: expect.not.stringContaining(NOT_APPROVED) };
  expect(await deploy("Approve", "--skip-synth")).toEqual({ ...deployed, asked: true });
  expect(await deploy(undefined, "--skip-synth", "--outputs-file other/outputs.json")).toEqual({
    ...deployed,
    asked: false,
  });
  // The outputs of the deploy before are there, and count for nothing.
  project.write("app.cjs", APP.replace("here", "there"));
  expect(await deploy("Ctrl-C")).toEqual(refused);
  expect(readdirSync(project.folder)).not.toContain(".trial.tfstate.lock.info");
}, 180_000);
