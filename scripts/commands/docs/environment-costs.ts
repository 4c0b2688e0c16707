import { mkdirSync } from "node:fs";
import path from "node:path";
import { listEnvironments } from "../../../src/environments";
import { type Estimate, estimate } from "../../cost/estimate";
import { totalOf } from "../../cost/item";
import type { PlanJson } from "../../plan/terraform-plan";
import { planEnvironment } from "../../terraform/environment-plan";
import { markdownTable } from "./markdown-table";

/** Capabilities that are named beside a sum. */
const NAMED_PARTS = 4;

export interface EnvironmentCost {
  readonly name: string;
  readonly estimate: Estimate;
}

/** The base cost of every environment of the project, from a plan of each as a new installation. */
export async function environmentCosts(project: string): Promise<EnvironmentCost[]> {
  const folder = path.join(project, "cdktf.out", "docs");
  mkdirSync(folder, { recursive: true });
  const plans = new Map<string, PlanJson>();
  for (const environment of listEnvironments(path.join(project, "environments"))) {
    plans.set(environment.name, (await planEnvironment(project, environment, { folder })).json);
  }
  return costsOf(plans);
}

/** The base cost of environments by the plan of each, the cheapest first. */
export function costsOf(plans: ReadonlyMap<string, PlanJson>): EnvironmentCost[] {
  return [...plans]
    .map(([name, plan]) => ({ name, estimate: estimate(plan) }))
    .sort((a, b) => a.estimate.total.cmp(b.estimate.total));
}

/** The environments by cost, each with what costs most in it. */
export function costTable(costs: readonly EnvironmentCost[]): string {
  return markdownTable(
    ["Environment", "Region", "USD a month", "Of which"],
    costs.map(({ name, estimate: { region, total, items } }) => [
      `\`${name}\``,
      region,
      total.toFixed(0),
      partsOf(items),
    ]),
  );
}

function partsOf(items: Estimate["items"]): string {
  const capabilities = [...new Set(items.map(({ capability }) => capability))];
  return capabilities
    .map((capability) => ({
      capability,
      sum: totalOf(items.filter((item) => item.capability === capability)),
    }))
    .sort((a, b) => b.sum.cmp(a.sum))
    .slice(0, NAMED_PARTS)
    .map(({ capability, sum }) => `${capability.toLowerCase()} ${sum.toFixed(0)}`)
    .join(", ");
}
