import { groupBy } from "../plan/group-by";
import type { PlanJson } from "../plan/terraform-plan";
import type { BilledStack } from "./billed-stack";
import { REFERENCE_REGION } from "./prices";

/** Where most of the stack's resources are; else the region that the plan's variables have. */
export function regionOf(stack: BilledStack, plan: PlanJson): string {
  const regions = stack.resources.flatMap((resource) => {
    const region = resource.text("region") ?? resource.text("arn")?.split(":")[3];
    return region ? [region] : [];
  });
  const most = [...groupBy(regions, String).values()].sort(
    (one, other) => other.length - one.length || one[0]!.localeCompare(other[0]!),
  )[0];
  const variable = plan.variables?.region?.value;
  return most?.[0] ?? (typeof variable === "string" ? variable : REFERENCE_REGION);
}
