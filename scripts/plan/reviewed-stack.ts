import { type PlannedResource, plannedResources } from "./resource";
import type { PlanJson } from "./terraform-plan";

/** The resources of a plan, and the stack as it is and as it will be. */
export interface ReviewedStack {
  readonly resources: readonly PlannedResource[];
  /** What exists, as it is. */
  readonly before: readonly PlannedResource[];
  /** What exists once the plan is carried out, or goes on without Terraform. */
  readonly after: readonly PlannedResource[];
  /** Nothing exists yet, so that everything is added. */
  readonly isNew: boolean;
}

/** @param plan without sensitive values */
export function reviewedStack(plan: PlanJson): ReviewedStack {
  const resources = plannedResources(plan);
  const before = resources.flatMap((resource) => resource.asItWas() ?? []);
  return {
    resources,
    before,
    after: resources.filter(({ change }) => change !== "destroy" && change !== "forget"),
    isNew: before.length === 0,
  };
}
