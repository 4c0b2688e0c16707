import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Environment } from "../../../src/environments";
import { readPlan } from "../../plan/read-plan";
import { requireEnvironment } from "../../plan/require-environment";
import { isAtLeast } from "../../rules/finding";
import { explainingWriteErrors } from "../../system/write-errors";
import { callersFolder } from "../../terminal/callers-folder";
import { command, type Surroundings } from "../../terminal/command";
import { Stopwatch } from "../../terminal/stopwatch";
import { terminalPage } from "../../terminal/terminal-page";
import { planEnvironment, requestedEnvironment } from "../../terraform/environment-plan";
import { findTerraform } from "../../terraform/terraform-binary";
import { COMMAND_LINE, type ReviewArguments, USAGE } from "./arguments";
import { type Review, type ReviewedPlan, reviewPlan } from "./review";

const FILES = { markdown: "review.md", page: "review.html" };

const WAY_OUT = "name another with --out <folder>";

/** Ends with this where --fail-on found something: 1 is for a command that failed. */
const FOUND = 2;

/** `npm run review`: turns a plan into a report for whoever has to agree to it. */
async function review(given: ReviewArguments, { project }: Surroundings): Promise<void> {
  const environment = requestedEnvironment(project, given.environment, USAGE);
  const here = callersFolder();
  const folder = given.out
    ? path.resolve(here, given.out)
    : path.join(project, "cdktf.out", "review", environment.name);
  const watch = new Stopwatch();
  prepare(folder);
  const plan = await planFor(project, environment, given, { folder, here, watch });
  const result = await watch.time("review", async () => {
    const read = reviewPlan(plan);
    // Both are loaded here, so that what fails before does so at once.
    const [{ renderMarkdown }, { renderPage }] = await Promise.all([
      import("./report/markdown.js"),
      import("./page/render-page.js"),
    ]);
    write(folder, { markdown: renderMarkdown(read), page: await renderPage(read) });
    return read;
  });
  if (given.json) process.stdout.write((await import("./report/json.js")).renderJson(result));
  else await tell(result, folder, here);
  if (given.timings) console.log(`Time:       ${watch}`);
  const { failOn } = given;
  const found = failOn === undefined ? [] : result.findings.filter((finding) => isAtLeast(finding, failOn));
  if (found.length > 0) process.exitCode = FOUND;
}

/** Shows a person what was found, and where the report is. */
async function tell(result: Review, folder: string, here: string): Promise<void> {
  const { renderSummary } = await import("./report/summary.js");
  process.stdout.write(`${renderSummary(result, terminalPage())}\n`);
  const shown = path.relative(here, folder);
  const where = shown.startsWith("..") ? folder : shown;
  console.log(
    `The report: ${path.join(where, FILES.page)}, for a pull request: ${path.join(where, FILES.markdown)}`,
  );
}

/** Where and how a plan is made. */
interface Planning {
  readonly folder: string;
  readonly here: string;
  readonly watch: Stopwatch;
}

async function planFor(
  project: string,
  environment: Environment,
  { plan, against, variables, baseVariables }: ReviewArguments,
  { folder, here, watch }: Planning,
): Promise<ReviewedPlan> {
  const { name } = environment;
  if (plan !== undefined) {
    const read = readPlan(path.resolve(here, plan), plan);
    requireEnvironment(read, name, "--plan", plan);
    return { environment: name, plan: read, origin: { kind: "saved", file: path.basename(plan) } };
  }
  await findTerraform();
  if (against !== undefined) {
    const { planAgainst } = await import("./against/plan-against.js");
    return planAgainst(project, environment, against, { folder, here, variables, baseVariables, watch });
  }
  const { json, warnings } = await planEnvironment(project, environment, { folder, variables, watch });
  return { environment: name, plan: json, origin: { kind: "new" }, diagnostics: warnings };
}

/** Makes the folder, and removes an earlier run's report: it would be taken for this one's if it failed. */
function prepare(folder: string): void {
  explainingWriteErrors(
    folder,
    () => {
      mkdirSync(folder, { recursive: true });
      for (const file of Object.values(FILES)) rmSync(path.join(folder, file), { force: true });
    },
    WAY_OUT,
  );
}

function write(folder: string, results: Readonly<Record<keyof typeof FILES, string>>): void {
  explainingWriteErrors(
    folder,
    () => {
      for (const result of ["markdown", "page"] as const) {
        writeFileSync(path.join(folder, FILES[result]), results[result]);
      }
    },
    WAY_OUT,
  );
}

command(module, { ...COMMAND_LINE, run: review });
