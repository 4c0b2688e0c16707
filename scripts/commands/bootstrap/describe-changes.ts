import { CHANGE_WORDS } from "../../plan/change-words";
import { type PlannedResource, plannedResources } from "../../plan/resource";
import type { PlanJson } from "../../plan/terraform-plan";

/** One line for each resource that a plan creates, changes or takes over. */
export function describeChanges(plan: PlanJson): string[] {
  return plannedResources(plan).flatMap((resource) => {
    const verb = verbOf(resource);
    if (!verb) return [];
    const named = resource.text("name") ?? (resource.type === "aws_s3_bucket" && resource.text("bucket"));
    return [`  ${verb.padEnd(9)}  ${resource.address}${named ? `  ${named}` : ""}`];
  });
}

function verbOf({ source, change }: PlannedResource): string | undefined {
  if ((source.change as { importing?: unknown }).importing !== undefined) return "take over";
  return change === "unchanged" ? undefined : CHANGE_WORDS[change].toDo;
}
