import { runCommand } from "../terminal/run-command";
import { PROJECT, readArguments } from "./lib/arguments";
import { baseOf } from "./lib/base-checkout";
import { canPlanForReal, planForReal } from "./lib/real-plan";
import { reportOn, runReview, writeReport } from "./lib/report";
import { Runner } from "./lib/runner";

/**
 * Reviews what a pull request changes in an environment: with credentials by a plan of a real run, which is never
 * applied; without them, as for a fork, by an offline plan over the commit that it is to be merged into.
 *
 *     node --require tsx/cjs scripts/ci/review.ts production --against HEAD^1 --out reports/production
 */
runCommand(async (args) => {
  const { environment, options } = readArguments(args, ["against", "out"]);
  const runner = new Runner(process.env);
  try {
    runner.summary(await report());
  } catch (error) {
    // The comment of an earlier commit must not be taken for this one's. What failed is only in the log.
    const failure = `## ${environment.name}\n\nThis change could not be planned; the log of the job says why.\n`;
    runner.summary(writeReport(options.out, failure));
    throw error;
  }

  async function report(): Promise<string> {
    const { name } = environment;
    if (canPlanForReal(PROJECT)) {
      return reportOn(PROJECT, name, await planForReal(PROJECT, environment), options.out);
    }
    const base = await baseOf(PROJECT, options.against, runner.required("RUNNER_TEMP"));
    return runReview(PROJECT, name, options.out, ["--against", base]);
  }
});
