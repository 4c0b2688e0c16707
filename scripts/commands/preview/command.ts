import path from "node:path";
import pc from "picocolors";
import { ResultFolder } from "../../system/result-folder";
import { callersFolder } from "../../terminal/callers-folder";
import { command, type Surroundings } from "../../terminal/command";
import type { Page } from "../../terminal/layout";
import { Stopwatch } from "../../terminal/stopwatch";
import { terminalPage, WIDTH } from "../../terminal/terminal-page";
import { planEnvironment, requestedEnvironment } from "../../terraform/environment-plan";
import { describeTerraform, findTerraform } from "../../terraform/terraform-binary";
import { COMMAND_LINE, type PreviewArguments, USAGE } from "./arguments";

/** `npm run preview`: shows what an environment's stack makes, without touching any account. */
async function preview(
  { environment, variables, out, json, timings }: PreviewArguments,
  { project }: Surroundings,
): Promise<void> {
  const requested = requestedEnvironment(project, environment, USAGE);
  const { name } = requested;
  const results = new ResultFolder({
    here: callersFolder(),
    out,
    otherwise: path.join(project, "cdktf.out", "preview", name),
    files: ["review.txt", "plan.txt", "plan.json"],
  });
  const { folder } = results;
  const watch = new Stopwatch();
  const planning = planEnvironment(project, requested, { folder, variables, watch, asText: true });
  // It is loaded while the app runs.
  const { renderOverview } = require("./overview") as typeof import("./overview");
  const plan = await planning;

  const review = (page: Page) =>
    renderOverview(plan.json, { environment: name, warnings: plan.warnings, page });
  const asJson = `${JSON.stringify(plan.json, null, 2)}\n`;
  results.write({
    "review.txt": review({ width: WIDTH.most, colors: pc.createColors(false) }),
    "plan.txt": plan.text!,
    "plan.json": asJson,
  });

  if (json) {
    process.stdout.write(asJson);
    return;
  }
  process.stdout.write(`${review(terminalPage())}\n`);
  console.log(`The full plan: ${results.path("plan.txt")}, ${results.path("plan.json")}`);
  console.log(`This review:   ${results.path("review.txt")}`);
  console.log(`Planned by:    ${describeTerraform(await findTerraform())}`);
  if (timings) console.log(`Time:          ${watch}`);
}

command(module, { ...COMMAND_LINE, run: preview });
