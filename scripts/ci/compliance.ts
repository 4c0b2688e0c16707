import { UserError } from "../../src/user-error";
import { runCommand } from "../terminal/run-command";
import { PROJECT, readArguments } from "./lib/arguments";
import { runCompliance } from "./lib/report";
import { Runner } from "./lib/runner";

/**
 * Holds an environment against rule packs. The result goes to the page of the run, and into the report of the review
 * where there is one.
 *
 *     node --require tsx/cjs scripts/ci/compliance.ts trial --out report --scan trivy.json
 */
runCommand(async (args) => {
  const { environment, options } = readArguments(args, ["out"], ["scan"]);
  const { text, failed } = await runCompliance(PROJECT, environment.name, options.out, options.scan);
  new Runner(process.env).summary(text);
  if (failed) {
    throw new UserError(
      "A rule fails that nobody has accepted, or the image has a critical weakness that a newer one may not have. Mend it (docs/images.md), or accept it in compliance.json with a reason and an owner.",
    );
  }
});
