import { type Diagnostic, describeDiagnostic } from "../lib/terraform-diagnostics";
import type { PlanJson } from "../lib/terraform-plan";
import { renderChanges } from "./changes";
import { groupBy } from "./group-by";
import { renderInventory } from "./inventory";
import { bullet, heading, type Page } from "./layout";
import { renderOutputs } from "./outputs";
import { renderReachability } from "./reachability";
import { type PlannedResource, plannedResources } from "./resource";

export interface ReviewOptions {
  readonly environment: string;
  /** Warnings that Terraform gave while it planned. */
  readonly warnings?: readonly Diagnostic[];
  readonly page: Page;
}

/** What a person wants to know of a plan before agreeing to it. */
export function renderReview(plan: PlanJson, options: ReviewOptions): string {
  const { page } = options;
  const resources = plannedResources(plan);
  const remaining = resources.filter(({ change }) => change !== "destroy" && change !== "forget");
  const sections = [
    renderTitle(plan, options, resources),
    renderWarnings(plan, options),
    renderChanges(page, resources),
    renderReachability(page, remaining),
    ...renderInventory(page, remaining),
    renderOutputs(page, plan),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function renderTitle(
  plan: PlanJson,
  { environment, page }: ReviewOptions,
  resources: readonly PlannedResource[],
) {
  const { colors } = page;
  const given = (variable: string) => plan.variables?.[variable]?.value as string | undefined;
  const version = given("openemr_version");
  const remarks = [given("region"), version && `OpenEMR ${version}`];
  const groups = groupBy(resources, ({ change }) => change);
  const count = (...kinds: string[]) => kinds.reduce((sum, kind) => sum + (groups.get(kind)?.length ?? 0), 0);
  const [add, change, destroy] = [count("create", "replace"), count("update"), count("destroy", "replace")];
  const unchanged = count("unchanged");
  return [
    heading(page, environment, remarks.filter(Boolean).join(", ")),
    [
      colors.green(`${add} to add`),
      change > 0 ? colors.yellow(`${change} to change`) : "0 to change",
      destroy > 0 ? colors.red(`${destroy} to destroy`) : "0 to destroy",
      ...(unchanged > 0 ? [`${unchanged} unchanged`] : []),
    ].join(", "),
  ];
}

/** Failed checks and Terraform's own warnings, which report the checks a second time. */
function renderWarnings(plan: PlanJson, { warnings = [], page }: ReviewOptions): string[] {
  const failed = (plan.checks ?? [])
    .filter(({ address, status }) => address.kind === "check" && (status === "fail" || status === "error"))
    .flatMap(({ address, instances = [] }) => {
      const problems = instances.flatMap(({ problems: found = [] }) => found.map(({ message }) => message));
      return problems.length > 0 ? problems : [`The check ${address.to_display} could not be made.`];
    });
  const others = warnings
    .filter(({ severity, summary }) => severity === "warning" && !/^Check block assertion/.test(summary))
    .map((warning) => describeDiagnostic(warning).replace(/^Warning: /, ""));
  const all = [...new Set([...failed, ...others])];
  if (all.length === 0) return [];
  const { yellow } = page.colors;
  return [heading(page, "Warnings"), ...all.flatMap((text) => bullet(page, "!", text, yellow))];
}
