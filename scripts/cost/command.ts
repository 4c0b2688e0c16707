import { mkdirSync } from "node:fs";
import path from "node:path";
import { callersFolder } from "../lib/callers-folder";
import { planEnvironment, requestedEnvironment } from "../lib/environment-plan";
import { readPlan } from "../lib/read-plan";
import { findTerraform } from "../lib/terraform-binary";
import type { PlanJson } from "../lib/terraform-plan";
import { writing } from "../lib/writing";
import { terminalPage } from "../preview/terminal-page";
import { readArguments, USAGE_TEXT } from "./arguments";
import { estimate, estimateBefore, estimateIn } from "./estimate";
import { renderJson } from "./json";
import { renderMarkdown } from "./markdown";
import { readUsageFile, readUsageOptions } from "./read-usage";
import { reportOn, type Subject } from "./report";
import { renderText } from "./text";
import type { Usage } from "./usage";

interface NamedPlan {
  readonly name: string;
  readonly plan: PlanJson;
}

/** `npm run cost`: estimates what environments cost a month. */
export async function cost(project: string, args: readonly string[]): Promise<void> {
  const { environments, plans, variables, format, usageFile, usage: options, help } = readArguments(args);
  if (help) {
    process.stdout.write(USAGE_TEXT);
    return;
  }
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
  writing(folder, () => mkdirSync(folder, { recursive: true }));
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
