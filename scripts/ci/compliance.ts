import { UserError } from "../../src/user-error";
import { runCommand } from "../terminal/run-command";
import { PROJECT, readArguments } from "./lib/arguments";
import { runCompliance } from "./lib/report";
import { Runner } from "./lib/runner";

/**
 * Holds an environment against rule packs. The result goes to the page of the run, and into the report of the review
 * where there is one.
 *
 *     node --import tsx scripts/ci/compliance.ts trial --out report
 */
runCommand(async (args) => {
  const { environment, options } = readArguments(args, ["out"]);
  const { text, failed } = await runCompliance(PROJECT, environment.name, options.out);
  new Runner(process.env).summary(text);
  if (failed) {
    throw new UserError(
      "A rule fails that nobody has accepted. Mend it, or accept it in compliance.json with a reason and an owner.",
    );
  }
});
