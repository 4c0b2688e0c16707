import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { npmScript } from "../../../support/running-script";
import { copyOfProject } from "../../../support/synthesized-project";

const APP = `
  require("node:fs").writeFileSync("seen", process.env.CHECKPOINT_DISABLE);
  const { App } = require("cdktf");
  new App().synth();
`;

test("npm run synth asks no host for a newer version, and writes no moving picture into a pipe", async () => {
  const project = copyOfProject();
  writeFileSync(path.join(project, "app.cjs"), APP);
  writeFileSync(path.join(project, "cdktf.json"), '{ "language": "typescript", "app": "node app.cjs" }');
  const env = { CHECKPOINT_DISABLE: undefined, CI: undefined };
  const { stdout, stderr } = await npmScript("synth", [], { cwd: project, env }).end();
  expect(stdout + stderr).not.toContain("checkpoint-api");
  expect(stdout).toContain("Generated Terraform code");
  expect(stdout).not.toContain("Synthesizing");
  expect(readFileSync(path.join(project, "seen"), "utf8")).toBe("1");
  rmSync(project, { recursive: true });
});

test("npm run synth says which folder it cannot make, and how to name another", async () => {
  const { status, stdout, stderr } = await npmScript("synth", ["--output", "/dev/null/below"]).end();
  expect(status).toBe(1);
  expect(stdout + stderr).toMatch(
    /^The results go to \/dev\/null\/below, which .*, or name another with --output\.\n$/,
  );
});
