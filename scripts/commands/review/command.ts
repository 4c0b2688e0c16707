import path from "node:path";
import type { Environment } from "../../../src/environments";
import { readPlan } from "../../plan/read-plan";
import { requireEnvironment } from "../../plan/require-environment";
import { isAtLeast } from "../../rules/finding";
import { ResultFolder } from "../../system/result-folder";
import { callersFolder } from "../../terminal/callers-folder";
import { command, type Surroundings } from "../../terminal/command";
import { Stopwatch } from "../../terminal/stopwatch";
import { terminalPage } from "../../terminal/terminal-page";
import { planEnvironment, requestedEnvironment } from "../../terraform/environment-plan";
import { findTerraform } from "../../terraform/terraform-binary";
import { COMMAND_LINE, type ReviewArguments, USAGE } from "./arguments";
import { type ReviewedPlan, reviewPlan } from "./review";

/** Ends with this where --fail-on found something: 1 is for a command that failed. */
const FOUND = 2;

/** `npm run review`: turns a plan into a report for whoever has to agree to it. */
async function review(given: ReviewArguments, { project }: Surroundings): Promise<void> {
  const environment = requestedEnvironment(project, given.environment, USAGE);
  const here = callersFolder();
  const results = new ResultFolder({
    here,
    out: given.out,
    otherwise: path.join(project, "cdktf.out", "review", environment.name),
    files: ["review.md", "review.html"],
  });
  const { folder } = results;
  const watch = new Stopwatch();
  const plan = await planFor(project, environment, given, { folder, here, watch });
  const result = await watch.time("review", async () => {
    const read = reviewPlan(plan);
    // Both are loaded here, so that what fails before does so at once.
    const { renderMarkdown } = require("./report/markdown") as typeof import("./report/markdown");
    const { renderPage } = require("./page/render-page") as typeof import("./page/render-page");
    results.write({ "review.md": renderMarkdown(read), "review.html": await renderPage(read) });
    return read;
  });
  if (given.json) {
    const { renderJson } = require("./report/json") as typeof import("./report/json");
    process.stdout.write(renderJson(result));
  } else {
    const { renderSummary } = require("./report/summary") as typeof import("./report/summary");
    process.stdout.write(`${renderSummary(result, terminalPage())}\n`);
    console.log(
      `The report: ${results.path("review.html")}, for a pull request: ${results.path("review.md")}`,
    );
  }
  if (given.timings) console.log(`Time:       ${watch}`);
  const { failOn } = given;
  const found = failOn === undefined ? [] : result.findings.filter((finding) => isAtLeast(finding, failOn));
  if (found.length > 0) process.exitCode = FOUND;
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
    const { planAgainst } = require("./against/plan-against") as typeof import("./against/plan-against");
    return planAgainst(project, environment, against, { folder, here, variables, baseVariables, watch });
  }
  const { json, warnings } = await planEnvironment(project, environment, { folder, variables, watch });
  return { environment: name, plan: json, origin: { kind: "new" }, diagnostics: warnings };
}

command(module, { ...COMMAND_LINE, run: review });
