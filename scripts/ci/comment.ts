import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../src/user-error";
import { runCommand } from "../terminal/run-command";
import { readOne } from "./lib/arguments";
import { GitHubApi } from "./lib/github-api";
import { MarkedText, type Written } from "./lib/marked-text";
import { REPORT } from "./lib/report";
import { Runner } from "./lib/runner";

/** As the workflow names the artifacts; the rest is what `src/environments.ts` takes for a name. */
const ARTIFACT = /^review-(?=.{1,20}$)([a-z][a-z0-9]*(?:-[a-z0-9]+)*)$/;

/** More than any report has; it is cut to what GitHub takes. */
const LONGEST_REPORT_BYTES = 1_000_000;

interface Comment extends Written {
  readonly id: number;
}

/**
 * Shows the report of each environment as a comment on the pull request, one for each, which later runs update. The
 * reports were made by the code of the pull request, and are data here.
 *
 *     node --require tsx/cjs scripts/ci/comment.ts <folder with review-<environment>/review.md>
 */
runCommand(async (args) => {
  const { one: folder } = readOne(args, "folder with the reports");
  const runner = new Runner(process.env);
  const api = GitHubApi.forJob(process.env, runner.repository);
  const number = pullRequestOf(runner.event);
  const footer = `<sub>Of ${runner.commit.slice(0, 10)}. The [run](${runner.runUrl}) has the page with the diagram, as an artifact.</sub>`;

  const reports = readReports(folder);
  if (reports.size === 0) {
    console.log(`There is no report in ${folder}: no environment was reviewed.`);
    return;
  }
  const comments: Comment[] = [];
  for await (const comment of api.list<Comment>(`/issues/${number}/comments`)) comments.push(comment);
  for (const [environment, report] of reports) {
    const text = new MarkedText(`review:${environment}`);
    const body = text.body(report, footer);
    const existing = comments.find((comment) => text.isIn(comment));
    if (existing) await api.update(`/issues/comments/${existing.id}`, { body });
    else await api.create(`/issues/${number}/comments`, { body });
    console.log(`${environment}: ${existing ? "updated" : "written"}.`);
  }
});

function pullRequestOf(event: unknown): number {
  const number = (event as { pull_request?: { number?: unknown } } | null)?.pull_request?.number;
  if (Number.isInteger(number)) return number as number;
  throw new UserError(
    "The run was not started by a pull request, so there is nothing to comment on. Run it in .github/workflows/pull-request.yml.",
  );
}

function readReports(folder: string): Map<string, string> {
  const reports = new Map<string, string>();
  for (const name of existsSync(folder) ? readdirSync(folder).sort() : []) {
    const environment = ARTIFACT.exec(name)?.[1];
    const file = path.join(folder, name, REPORT);
    // A file in place of a folder has nothing below it.
    const isFolder = lstatSync(path.join(folder, name)).isDirectory();
    const status = isFolder ? lstatSync(file, { throwIfNoEntry: false }) : undefined;
    if (environment === undefined || !status?.isFile() || status.size > LONGEST_REPORT_BYTES) {
      throw new UserError(
        `${file} is no report of an environment: it must be a file of at most ${LONGEST_REPORT_BYTES} bytes, in a folder named ` +
          "review-<environment>. Give a folder with nothing but such folders, as the job Review leaves it.",
      );
    }
    reports.set(environment, readFileSync(file, "utf8"));
  }
  return reports;
}
