import { type PlannedResource, valueAt } from "../../plan/resource";
import { show } from "../../plan/values/show";
import { findingOf } from "../finding";
import type { Area } from "../rule";
import { TYPES_WITH_DATA } from "./types-with-data";

const ORDER = Object.keys(TYPES_WITH_DATA);

const title = "Data that is lost";

/** Whatever holds data and is deleted, replaced, or let go. */
export const lostData: Area = {
  title,
  find: ({ resources }) =>
    [...resources].sort(byTable).flatMap((resource) => {
      const holder = TYPES_WITH_DATA[resource.type];
      if (!holder) return [];
      const { severity, loses } = holder;
      if (resource.change === "destroy") {
        return [findingOf(title, resource, { severity, says: "is DELETED", why: loses, isWhole: true })];
      }
      if (resource.change === "forget") {
        const why = "Terraform forgets it. It stays in AWS, is billed, and nothing watches over it any more.";
        const says = "is forgotten, and stays";
        return [findingOf(title, resource, { severity: "warning", says, why, isWhole: true })];
      }
      if (resource.change !== "replace") return [];
      const attribute = resource.replacedBecauseOf.join(", ");
      return [
        findingOf(title, resource, {
          severity,
          says: "is REPLACED by an empty one",
          ...(attribute ? { attribute, ...forcingValues(resource) } : {}),
          why: loses,
          isWhole: true,
        }),
      ];
    }),
};

function byTable(one: PlannedResource, other: PlannedResource): number {
  return ORDER.indexOf(one.type) - ORDER.indexOf(other.type);
}

/** Old and new of the first attribute that forces a replacement; mostly there is one. */
function forcingValues({ before, after, replacedBecauseOf }: PlannedResource) {
  const [path] = replacedBecauseOf;
  const [one, other] = [before, after].map((side) => show(valueAt(side, path!)));
  return { ...(one ? { before: one } : {}), after: other ?? "(none)" };
}
