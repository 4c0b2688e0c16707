import { readFileSync } from "node:fs";
import path from "node:path";
import { ScriptProject } from "../support/script-project";

const APP = `
  require("node:fs").writeFileSync("seen", process.env.CHECKPOINT_DISABLE);
  const { App } = require("cdktf");
  new App().synth();
`;

test("npm run synth asks no host for a newer version", () => {
  const { scripts } = JSON.parse(readFileSync(path.join(__dirname, "../../package.json"), "utf8"));
  expect(scripts.synth).toContain("scripts/synth.ts");
  const project = new ScriptProject();
  project.write("app.cjs", APP);
  project.write("cdktf.json", { language: "typescript", app: "node app.cjs" });
  const { output } = project.run("synth.ts", [], { env: { CHECKPOINT_DISABLE: undefined } });
  expect(output).not.toContain("checkpoint-api");
  expect(readFileSync(path.join(project.folder, "seen"), "utf8")).toBe("1");
  project.remove();
}, 30_000);
