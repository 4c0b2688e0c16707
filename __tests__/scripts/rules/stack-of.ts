import { type Review, reviewPlan } from "../../../scripts/commands/review/review";
import { maskPlan } from "../../../scripts/plan/masked-plan";
import { type PlannedStack, plannedStack } from "../../../scripts/plan/planned-stack";
import type { Action, PlanJson, ResourceChange } from "../../../scripts/plan/terraform-plan";
import type { Finding } from "../../../scripts/rules/finding";
import type { Area } from "../../../scripts/rules/rule";
import { change, plan } from "../plan/plan-fixture";

type Values = Readonly<Record<string, unknown>>;

/** A resource of an existing stack whose values change. */
export function updated(address: string, before: Values, after: Values, more: object = {}): ResourceChange {
  return change(address, ["update"], { before, after, ...more });
}

export function deleted(address: string, before: Values = {}): ResourceChange {
  return change(address, ["delete"], { before });
}

export function replaced(
  address: string,
  before: Values,
  after: Values,
  because: readonly string[] = [],
): ResourceChange {
  const actions: Action[] = ["delete", "create"];
  return change(address, actions, { before, after, replace_paths: because.map((path) => [path]) });
}

export function added(address: string, after: Values = {}, unknown: unknown = {}): ResourceChange {
  return change(address, ["create"], { after, after_unknown: unknown });
}

/** Something that is there and stays, so that the stack is not a new one. */
export const EXISTING = change("aws_vpc.network_vpc", ["no-op"], {
  before: { id: "vpc-1", cidr_block: "10.0.0.0/16" },
  after: { id: "vpc-1", cidr_block: "10.0.0.0/16" },
});

export function stackOf(...changes: readonly ResourceChange[]): PlannedStack {
  return plannedStack(maskPlan(plan({ resource_changes: [EXISTING, ...changes] })).plan);
}

export function newStackOf(...changes: readonly ResourceChange[]): PlannedStack {
  return plannedStack(maskPlan(plan({ resource_changes: changes })).plan);
}

export function findings(area: Area, ...changes: readonly ResourceChange[]): Finding[] {
  return area.find(stackOf(...changes));
}

export function reviewOf(parts: Partial<PlanJson>, environment = "clinic"): Review {
  return reviewPlan({ environment, plan: plan(parts), origin: { kind: "saved", file: "plan.json" } });
}
