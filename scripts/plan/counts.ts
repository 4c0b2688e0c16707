import type { ChangeKind } from "./resource";
import type { PlanJson } from "./terraform-plan";

/** How many resources a plan adds, changes and destroys, as Terraform counts them: a replacement is both. */
export interface Counts {
  readonly add: number;
  readonly change: number;
  readonly destroy: number;
  readonly unchanged: number;
}

export function countsOf(resources: ReadonlyArray<{ readonly change: ChangeKind }>): Counts {
  const count = (...kinds: ChangeKind[]) => resources.filter(({ change }) => kinds.includes(change)).length;
  return {
    add: count("create", "replace"),
    change: count("update"),
    destroy: count("destroy", "replace"),
    unchanged: count("unchanged"),
  };
}

/** Tells installations apart at first sight: `us-east-1, OpenEMR 7.0.3`. */
export function remarksOf(plan: PlanJson): string {
  const given = (variable: string) => plan.variables?.[variable]?.value as string | undefined;
  const version = given("openemr_version");
  return [given("region"), version && `OpenEMR ${version}`].filter(Boolean).join(", ");
}
