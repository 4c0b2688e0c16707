import { readFileSync } from "node:fs";
import path from "node:path";
import { runProcess } from "../../scripts/system/run-process";
import { appArguments, readProjectConfig } from "../../scripts/terraform/project-config";
import { temporaryFolder } from "../support/stand-in";
import { SynthesizedProject } from "../support/synthesized-project";

const PROJECT = path.join(__dirname, "..", "..");
const folder = temporaryFolder();

test("cdktf runs the app with what makes a synthesis cheap", () => {
  expect(appArguments(readProjectConfig(PROJECT))).toEqual([
    "--max-semi-space-size=8",
    "--require",
    "tsx/cjs",
    "--require",
    "./src/synthesis/preload.cjs",
    "main.ts",
  ]);
});

test("a synthesis without it has the same outcome", async () => {
  const env = {
    ...process.env,
    CDKTF_OUTDIR: folder,
    OPENEMR_ENVIRONMENT: "development",
    OPENEMR_STATE_KIND: "local",
  };
  const plain = await runProcess(process.execPath, ["--require", "tsx/cjs", "main.ts"], {
    cwd: PROJECT,
    env,
  });
  expect([plain.code, plain.stderr]).toEqual([0, ""]);
  const stack = path.join(folder, "stacks", "openemr-development", "cdk.tf.json");
  expect(readFileSync(stack, "utf8")).toBe(SynthesizedProject.shared().text("openemr-development"));
});
