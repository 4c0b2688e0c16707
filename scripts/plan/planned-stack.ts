import { type PlannedResource, plannedResources } from "./resource";
import type { PlanJson } from "./terraform-plan";

/** A stack as it is before a plan is carried out, and as it is afterwards. */
export interface PlannedStack {
  /** All resources of the plan, those included that it deletes. */
  readonly resources: readonly PlannedResource[];
  /** The resources that exist already, as they are. */
  readonly before: readonly PlannedResource[];
  /** The resources that the stack has once the plan is carried out. */
  readonly after: readonly PlannedResource[];
  /** Nothing exists yet, so that everything is added. */
  readonly isNew: boolean;
}

/** The stack that a plan is made for. */
export function plannedStack(plan: PlanJson): PlannedStack {
  return stackOf(plannedResources(plan));
}

/** The stack that consists of these resources of a plan. */
export function stackOf(resources: readonly PlannedResource[]): PlannedStack {
  const before = resources.flatMap((resource) => resource.asItWas() ?? []);
  return {
    resources,
    before,
    after: resources.filter(({ change }) => change !== "destroy" && change !== "forget"),
    isNew: before.length === 0,
  };
}
