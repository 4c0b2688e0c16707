import { plannedStack } from "../plan/planned-stack";
import type { PlannedResource } from "../plan/resource";
import type { PlanJson } from "../plan/terraform-plan";

/** The resources of a stack at one moment, and what they say of each other. */
export class BilledStack {
  private constructor(readonly resources: readonly PlannedResource[]) {}

  /** As the plan leaves it. */
  static after(plan: PlanJson): BilledStack {
    return new BilledStack(plannedStack(plan).after);
  }

  /** As it is before the plan is carried out; empty for a new installation. */
  static before(plan: PlanJson): BilledStack {
    return new BilledStack(plannedStack(plan).before);
  }

  ofType(type: string): PlannedResource[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  /** The resource that an argument refers to; `undefined` where the plan does not tell. */
  referredTo({ configured }: PlannedResource, argument: string, type: string): PlannedResource | undefined {
    const candidates = this.ofType(type);
    const names = references(configured?.expressions?.[argument]);
    return (
      candidates.find(({ name }) => names.includes(`${type}.${name}`)) ??
      (candidates.length === 1 ? candidates[0] : undefined)
    );
  }

  /** How many items a list argument has, though they are not known yet; `undefined` where nothing tells. */
  length(resource: PlannedResource, argument: string): number | undefined {
    const known = resource.size(argument);
    if (known > 0) return known;
    const names = references(resource.configured?.expressions?.[argument]);
    const meant = this.resources.filter(({ type, name }) => names.includes(`${type}.${name}`));
    return meant.length || undefined;
  }
}

function references(expression: unknown): readonly string[] {
  return (expression as { references?: readonly string[] } | undefined)?.references ?? [];
}
