import type { PlannedStack } from "../plan/planned-stack";
import type { PlannedResource } from "../plan/resource";
import { TYPES_WITH_DATA } from "./data/types-with-data";

/**
 * True for a part of something that is deleted as well, such as the versioning of a bucket: the bucket is told, and
 * its parts are nobody's concern any more.
 */
export function goesWithItsParent(resource: PlannedResource, { resources }: PlannedStack): boolean {
  const named = new Set(Object.values((resource.before ?? {}) as Record<string, unknown>));
  return resources.some((owner) => {
    if (owner === resource || owner.change !== "destroy" || !TYPES_WITH_DATA[owner.type]) return false;
    const { id, arn } = (owner.before ?? {}) as { id?: unknown; arn?: unknown };
    return [id, arn].some((identifier) => typeof identifier === "string" && named.has(identifier));
  });
}
