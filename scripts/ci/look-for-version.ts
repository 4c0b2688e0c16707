import { OPENEMR_VERSIONS } from "../../src/images/openemr-versions";
import { runCommand } from "../terminal/run-command";
import { readNone } from "./lib/arguments";
import { publishersOf, recentTags } from "./lib/published-images";
import { Runner } from "./lib/runner";
import { isWorthProposing, newestRelease } from "./lib/version-proposal";

/**
 * Looks whether OpenEMR has a newer release than the one that installations get by default, and tells the workflow its
 * image as the outputs `tag` and `digest`; both are empty where there is none.
 */
runCommand(async (args) => {
  readNone(args);
  const runner = new Runner(process.env);
  const release = newestRelease(await recentTags(publishersOf(process.env)));
  if (!release) {
    runner.summary("No tag with a date stands for what latest is. The next run looks again.");
  } else if (!isWorthProposing(release, OPENEMR_VERSIONS)) {
    runner.summary(`Released is ${release.tag}; ${OPENEMR_VERSIONS.default} stays.`);
  } else {
    runner.summary(`Released is **${release.tag}**, later than ${OPENEMR_VERSIONS.default}.`);
    runner.output("tag", release.tag);
    runner.output("digest", release.digest);
    return;
  }
  runner.output("tag", "");
  runner.output("digest", "");
});
