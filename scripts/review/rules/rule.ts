import type { PlannedResource } from "../../preview/resource";
import { type Finding, findingOf, type Severity } from "../finding";
import type { ReviewedStack } from "../reviewed-stack";
import { type Watch, watched } from "./watch";

/** Rules about one kind of harm. */
export interface Area {
  readonly title: string;
  readonly find: (stack: ReviewedStack) => Finding[];
}

/** Types of resources that protect something by being there. */
export interface Guardian {
  readonly types: readonly string[];
  readonly severity: Severity;
  readonly says: string;
  readonly why: string;
}

/** Rules that are tables: attributes that must not become weaker, and resources that must not go away. */
export function tableArea(
  title: string,
  { watches = [], guardians = [] }: { watches?: readonly Watch[]; guardians?: readonly Guardian[] },
): Area {
  return {
    title,
    find: (stack) =>
      stack.resources.flatMap((resource) => [
        ...watches
          .filter(({ types }) => types.includes(resource.type))
          .flatMap((watch) => watched(watch, resource).map((details) => findingOf(title, resource, details))),
        ...guardians
          .filter((guardian) => isGone(resource, stack) && guardian.types.includes(resource.type))
          .map(({ severity, says, why }) => findingOf(title, resource, { severity, says, why })),
      ]),
  };
}

/** Deleted, and not made again at another address. */
function isGone(resource: PlannedResource, { resources }: ReviewedStack): boolean {
  if (resource.change !== "destroy") return false;
  return !resources.some(
    ({ type, name, change }) => change === "create" && type === resource.type && name === resource.name,
  );
}
