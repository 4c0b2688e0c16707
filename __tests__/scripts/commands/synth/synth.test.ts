import { readFileSync } from "node:fs";
import path from "node:path";
import { npmScript } from "../../../support/running-script";
import { addScripts, ScriptProject } from "../../../support/script-project";

const APP = `
  require("node:fs").writeFileSync("seen", process.env.CHECKPOINT_DISABLE);
  const { App } = require("cdktf");
  new App().synth();
`;

test("npm run synth asks no host for a newer version", async () => {
  const project = new ScriptProject(addScripts);
  project.write("app.cjs", APP);
  project.write("cdktf.json", { language: "typescript", app: "node app.cjs" });
  const env = { CHECKPOINT_DISABLE: undefined };
  const { stdout, stderr } = await npmScript("synth", [], { cwd: project.folder, env }).end();
  expect(stdout + stderr).not.toContain("checkpoint-api");
  expect(readFileSync(path.join(project.folder, "seen"), "utf8")).toBe("1");
  project.remove();
});
