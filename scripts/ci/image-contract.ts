import { UserError } from "../../src/user-error";
import { runCommand } from "../terminal/run-command";
import { readNone } from "./lib/arguments";
import { GitHubApi } from "./lib/github-api";
import { MarkedIssue } from "./lib/marked-issue";
import { Runner } from "./lib/runner";

/** By SUITE_IMAGES: which images the suite ran. Each has an issue of its own, so that a night does not close a week's. */
const IMAGES: Readonly<Record<string, { readonly mark: string; readonly title: string }>> = {
  newest: {
    mark: "image-contract",
    title: "OpenEMR's published images and this project do not agree",
  },
  every: {
    mark: "image-contract:every",
    title: "A supported version of OpenEMR's published images and this project do not agree",
  },
};

/**
 * Makes of a run of the image suite an issue where OpenEMR's published images and this project do not agree any more,
 * and closes it once they do. SUITE_RESULT is how the job that ran the suite ended.
 */
runCommand(async (args) => {
  readNone(args);
  const { SUITE_RESULT: result, SUITE_IMAGES = "" } = process.env;
  if (!result)
    throw new UserError(
      "SUITE_RESULT is not set: how the job ended that ran the suite, such as success. .github/workflows/image.yml sets it.",
    );
  const images = IMAGES[SUITE_IMAGES];
  if (!images) {
    throw new UserError(
      `SUITE_IMAGES is "${SUITE_IMAGES}", but must be ${Object.keys(IMAGES).join(" or ")}.`,
    );
  }
  const runner = new Runner(process.env);
  const issue = new MarkedIssue(GitHubApi.forJob(process.env, runner.repository), images.mark);
  if (result === "success") {
    await issue.close();
    runner.summary("OpenEMR's published images do what this project expects of them.");
    return;
  }
  runner.summary(`The image suite ended with **${result}**.`);
  await issue.show(
    images.title,
    `A run of the image suite ended with **${result}**. Either OpenEMR's images changed under a tag that was ` +
      "tried, or a new release behaves in another way. Until it is known why, deploy no new version and no tag that " +
      "moves.\n\nThe run's log names version and scenario. Try it at a desk: docs/image.md. This issue closes itself " +
      "after a run that passes.",
    `<sub>Found in [this run](${runner.runUrl}), at ${runner.commit.slice(0, 10)}.</sub>`,
  );
});
