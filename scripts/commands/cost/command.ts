import { mkdirSync } from "node:fs";
import path from "node:path";
import { estimate, estimateBefore, estimateIn } from "../../cost/estimate";
import type { Usage } from "../../cost/usage";
import { readPlan } from "../../plan/read-plan";
import type { PlanJson } from "../../plan/terraform-plan";
import { explainingWriteErrors } from "../../system/write-errors";
import { callersFolder } from "../../terminal/callers-folder";
import { command, type Surroundings } from "../../terminal/command";
import { terminalPage } from "../../terminal/terminal-page";
import { planEnvironment, requestedEnvironment } from "../../terraform/environment-plan";
import { findTerraform } from "../../terraform/terraform-binary";
import { COMMAND_LINE, type CostArguments, USAGE_TEXT } from "./arguments";
import { renderJson } from "./json";
import { renderMarkdown } from "./markdown";
import { readUsageFile, readUsageOptions } from "./read-usage";
import { reportOn, type Subject } from "./report";
import { renderText } from "./text";

interface NamedPlan {
  readonly name: string;
  readonly plan: PlanJson;
}

/** `npm run cost`: estimates what environments cost a month. */
async function cost(
  { environments, plans, variables, format, usageFile, usage: options }: CostArguments,
  { project }: Surroundings,
): Promise<void> {
  const here = callersFolder();
  const usage = {
    ...(usageFile ? readUsageFile(path.resolve(here, usageFile), usageFile) : {}),
    ...readUsageOptions(options),
  };
  const given = plans.map((name) => ({ name, plan: readPlan(path.resolve(here, name), name) }));
  const needed = environments.length + plans.length > 0 ? environments : [undefined];
  const made = await planAll(project, needed, variables);
  const subjects = toSubjects([...made, ...given], usage);

  if (format === "json") process.stdout.write(renderJson(subjects));
  else if (format === "markdown") process.stdout.write(renderMarkdown(reportOn(subjects)));
  else process.stdout.write(renderText(reportOn(subjects), terminalPage()));
}

async function planAll(
  project: string,
  names: readonly (string | undefined)[],
  variables: readonly string[],
): Promise<NamedPlan[]> {
  // An error in a name, or no Terraform, is told before anything is made.
  const requested = names.map((name) => requestedEnvironment(project, name, USAGE_TEXT));
  if (requested.length === 0) return [];
  await findTerraform();
  const folder = path.join(project, "cdktf.out", "cost");
  explainingWriteErrors(folder, () => mkdirSync(folder, { recursive: true }));
  return Promise.all(
    requested.map(async (environment) => {
      const { json } = await planEnvironment(project, environment, { folder, variables });
      return { name: environment.name, plan: json };
    }),
  );
}

function toSubjects(plans: readonly NamedPlan[], usage: Usage): Subject[] {
  const first = estimate(plans[0]!.plan, usage).region;
  return plans.map(({ name, plan }): Subject => {
    const planned = estimate(plan, usage);
    const before = estimateBefore(plan, usage);
    return {
      name,
      estimate: planned,
      ...(before.items.length > 0 ? { before } : {}),
      ...(planned.region === first ? {} : { inFirstRegion: estimateIn(first, plan, usage) }),
    };
  });
}

command(module, { ...COMMAND_LINE, run: cost });
