import type { PlannedResource } from "../../plan/resource";
import { findingOf } from "../finding";
import type { Area } from "../rule";

const TITLE = "Protection against deletion";

/** Names of resources of Terraform's own that refuse something while they are there. */
const GUARD = /(^|_)(guard|lasting_values)$/;

/** Guards exist in the state only, and refuse a destroy or a plan: without one, the next one goes through. */
export const guards: Area = {
  title: TITLE,
  find: ({ resources }) =>
    resources
      .filter((resource) => isGuard(resource) && ["destroy", "forget"].includes(resource.change))
      .filter(({ name }) => !resources.some((other) => other.name === name && other.change === "create"))
      .map((resource) =>
        findingOf(TITLE, resource, {
          severity: "warning",
          says: "no longer refuses what it guards against",
          why: "A destroy, or a change that makes data anew, is refused by it before anything of it is touched.",
          isWhole: true,
        }),
      ),
};

function isGuard({ type, name }: Pick<PlannedResource, "type" | "name">): boolean {
  return type === "terraform_data" && GUARD.test(name);
}
