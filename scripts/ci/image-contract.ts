import { UserError } from "../../src/user-error";
import { runCommand } from "../terminal/run-command";
import { GitHubApi } from "./lib/github-api";
import { MarkedIssue } from "./lib/marked-issue";
import { Runner } from "./lib/runner";

/**
 * Makes of the nightly run of the image suite an issue where OpenEMR's published images and this project do not agree
 * any more, and closes it once they do. SUITE_RESULT is how the job that ran the suite ended.
 */
runCommand(async () => {
  const { SUITE_RESULT: result } = process.env;
  if (!result) throw new UserError("SUITE_RESULT is missing: how the job that ran the suite ended.");
  const runner = new Runner(process.env);
  const issue = new MarkedIssue(GitHubApi.forJob(process.env, runner.repository), "image-contract");
  if (result === "success") {
    await issue.close();
    runner.summary("OpenEMR's published images do what this project expects of them.");
    return;
  }
  runner.summary(`The image suite ended with **${result}**.`);
  await issue.show(
    "OpenEMR's published images and this project do not agree",
    `The nightly run of the image suite ended with **${result}**. Either OpenEMR's images changed under a tag that was ` +
      "tried, or a new release behaves in another way. Until it is known why, deploy no new version and no tag that " +
      "moves.\n\nThe run's log names version and scenario. Try it at a desk: docs/image.md. This issue closes itself " +
      "after a run that passes.",
    `<sub>Found in [this run](${runner.runUrl}), at ${runner.commit.slice(0, 10)}.</sub>`,
  );
});
