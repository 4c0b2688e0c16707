import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { synthesize } from "../../../scripts/terraform/synthesis";
import { temporaryFolder } from "../../support/stand-in";

/** An app whose stack is the environment that it was run in. */
const APP = `
  const { mkdirSync, writeFileSync } = require("node:fs");
  const folder = process.env.CDKTF_OUTDIR + "/stacks/openemr-trial";
  mkdirSync(folder, { recursive: true });
  writeFileSync(folder + "/cdk.tf.json", JSON.stringify(process.env));
`;

const project = temporaryFolder();

test("what a shell has set for another app of cdktf reaches no synthesis", async () => {
  writeFileSync(path.join(project, "app.cjs"), APP);
  writeFileSync(path.join(project, "cdktf.json"), '{"app": "node app.cjs", "context": {"state": {}}}');
  const others = {
    CDKTF_CONTEXT_JSON: '{"excludeStackIdFromLogicalIds": true}',
    CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS: "1",
    OPENEMR_ENVIRONMENT: "production",
    SYNTH_HCL_OUTPUT: "1",
  };
  const before = process.env;
  process.env = { ...before, ...others };
  try {
    const folder = await synthesize(project, path.join(project, "out"), "trial");
    const env = JSON.parse(readFileSync(path.join(folder, "cdk.tf.json"), "utf8"));
    expect(Object.keys(others).map((name) => env[name])).toEqual([
      '{"state":{}}',
      undefined,
      "trial",
      undefined,
    ]);
  } finally {
    process.env = before;
  }
});
