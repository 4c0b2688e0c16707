import { countsOf, remarksOf } from "../../plan/counts";
import { plannedStack } from "../../plan/planned-stack";
import type { PlannedResource } from "../../plan/resource";
import type { PlanJson } from "../../plan/terraform-plan";
import { bullet, heading, type Page } from "../../terminal/layout";
import type { Diagnostic } from "../../terraform/diagnostic";
import { warningsOf } from "../../terraform/warnings";
import { renderChanges } from "./changes";
import { renderInventory } from "./inventory";
import { renderOutputs } from "./outputs";
import { renderReachability } from "./reachability";

export interface OverviewOptions {
  readonly environment: string;
  /** Warnings that Terraform gave while it planned. */
  readonly warnings?: readonly Diagnostic[];
  readonly page: Page;
}

/** Writes what a person wants to know of a plan before agreeing to it. */
export function renderOverview(plan: PlanJson, options: OverviewOptions): string {
  const { page } = options;
  const { resources, after } = plannedStack(plan);
  const sections = [
    renderTitle(plan, options, resources),
    renderWarnings(plan, options),
    renderChanges(page, resources),
    renderReachability(page, after),
    ...renderInventory(page, after, plan.variables),
    renderOutputs(page, plan),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function renderTitle(
  plan: PlanJson,
  { environment, page }: OverviewOptions,
  resources: readonly PlannedResource[],
) {
  const { colors } = page;
  const { add, change, destroy, unchanged } = countsOf(resources);
  return [
    heading(page, environment, remarksOf(plan)),
    [
      colors.green(`${add} to add`),
      change > 0 ? colors.yellow(`${change} to change`) : "0 to change",
      destroy > 0 ? colors.red(`${destroy} to destroy`) : "0 to destroy",
      ...(unchanged > 0 ? [`${unchanged} unchanged`] : []),
    ].join(", "),
  ];
}

function renderWarnings(plan: PlanJson, { warnings = [], page }: OverviewOptions): string[] {
  const all = warningsOf(plan, warnings);
  if (all.length === 0) return [];
  const { yellow } = page.colors;
  return [heading(page, "Warnings"), ...all.flatMap((text) => bullet(page, "!", text, yellow))];
}
