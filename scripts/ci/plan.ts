import path from "node:path";
import { runCommand } from "../terminal/run-command";
import { PROJECT, readArguments } from "./lib/arguments";
import { packBundle } from "./lib/plan-bundle";
import { planForReal } from "./lib/real-plan";
import { reportOn } from "./lib/report";
import { Runner } from "./lib/runner";

/**
 * Plans the deploy of an environment, reports on it, and keeps the plan for the job that applies it once somebody has
 * agreed. Outputs: `changed`, and the `sha256` of what it keeps.
 *
 *     node --import tsx scripts/ci/plan.ts production --report report --bundle bundle/plan.tar.gz
 */
runCommand(async (args) => {
  const { environment, options } = readArguments(args, ["report", "bundle"]);
  const runner = new Runner(process.env);
  const plan = await planForReal(PROJECT, environment);
  runner.summary(await reportOn(PROJECT, environment.name, plan, options.report));
  const sha256 = await packBundle(plan.folder, path.resolve(options.bundle));
  runner.output("changed", String(plan.hasChanges));
  runner.output("sha256", sha256);
});
