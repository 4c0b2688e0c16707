import path from "node:path";
import { runCommand } from "../terminal/run-command";
import { PROJECT, readArguments } from "./lib/arguments";
import { refuseInterrupted } from "./lib/interrupted";
import { packBundle } from "./lib/plan-bundle";
import { planForReal, stateSettings } from "./lib/real-plan";
import { reportOn } from "./lib/report";
import { Runner } from "./lib/runner";

/**
 * Plans the deploy of an environment, reports on it, and keeps the plan for the job that applies it once somebody has
 * agreed. Outputs: `changed`, and the `sha256` of what it keeps.
 *
 *     node --require tsx/cjs scripts/ci/plan.ts production --report report --bundle bundle/plan.tar.gz
 */
runCommand(async (args) => {
  const { environment, options } = readArguments(args, ["report", "bundle"]);
  const runner = new Runner(process.env);
  const plan = await planForReal(PROJECT, environment);
  // Terraform Cloud's token for plans may not read the state.
  if (stateSettings(PROJECT).kind !== "cloud") await refuseInterrupted(plan.folder, environment.name);
  runner.summary(await reportOn(PROJECT, environment.name, plan, options.report));
  const sha256 = await packBundle(plan.folder, path.resolve(options.bundle));
  runner.output("changed", String(plan.hasChanges));
  runner.output("sha256", sha256);
});
