import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { runCommand } from "../terminal/run-command";
import { readOne } from "./lib/arguments";
import { GitHubApi } from "./lib/github-api";
import { MarkedIssue } from "./lib/marked-issue";
import { Runner } from "./lib/runner";
import { PARTS } from "./lib/tomorrow/parts";

/**
 * Has one issue for each part of tomorrow's versions in which something differs, and closes it once nothing does.
 *
 *     node --require tsx/cjs scripts/ci/tell-tomorrow.ts <folder with the findings>
 */
runCommand(async (args) => {
  const { one: folder } = readOne(args, "folder with the findings");
  const runner = new Runner(process.env);
  const api = GitHubApi.forJob(process.env, runner.repository);
  for (const [part, { title, meaning }] of Object.entries(PARTS)) {
    const file = path.join(folder, `${part}.md`);
    const found = existsSync(file) ? readFileSync(file, "utf8") : "    The job ended without a report.";
    const issue = new MarkedIssue(api, `tomorrow:${part}`);
    if (found === "") await issue.close();
    else {
      await issue.show(
        title,
        `${meaning}\n\n${found}\n\nThis issue closes itself once nothing differs.`,
        `<sub>Found in [this run](${runner.runUrl}), at ${runner.commit.slice(0, 10)}.</sub>`,
      );
    }
  }
});
