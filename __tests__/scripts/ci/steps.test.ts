import path from "node:path";
import { RunningScript } from "../../support/running-script";

const PROJECT = path.resolve(__dirname, "../../..");

/** As workflows start them; other tests start them from a form in which they start faster. */
test.each([
  ["apply", /^Which environment\? The environments are development, production, trial\./],
  ["approval", /^Which environment\? The environments are development, production, trial\./],
  ["comment", /^The folder with the reports is not given\./],
  ["drift", /^Which environment\? The environments are development, production, trial\./],
  ["image-contract", /^SUITE_RESULT is missing/],
  ["propose-version", /^OPENEMR_TAG is not set\./],
  ["plan", /^Which environment\? The environments are development, production, trial\./],
  ["review", /^Which environment\? The environments are development, production, trial\./],
])("scripts/ci/%s.ts starts, and says what it needs", async (step, says) => {
  const command = ["--import", "tsx", `scripts/ci/${step}.ts`];
  const { status, stdout, stderr } = await new RunningScript(command, { cwd: PROJECT }).end();
  expect([status, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(says);
});
