import { type PlannedResource, UNKNOWN } from "../../plan/resource";
import { type ChangedPart, changedParts } from "../../plan/values/differences";
import { isEmpty, KNOWN_AFTER_APPLY } from "../../plan/values/show";
import { type Finding, type FindingDetails, findingOf } from "../finding";
import type { Area } from "../rule";
import { CONTAINER_RULES, nameIn, type Says } from "./container-rules";

const TITLE = "Containers";

/** Finds what changes in the containers of a task. */
export const containers: Area = {
  title: TITLE,
  find: ({ resources }) =>
    resources
      .filter(
        ({ type, change }) =>
          type === "aws_ecs_task_definition" && (change === "update" || change === "replace"),
      )
      .flatMap((resource) => findingsOf(resource)),
  knows: ({ type }, part) =>
    type === "aws_ecs_task_definition" &&
    (tellOf(part) !== undefined || (part.pattern === "container_definitions" && part.to === UNKNOWN)),
};

function findingsOf(resource: PlannedResource) {
  const { container_definitions: from } = (resource.before ?? {}) as Record<string, unknown>;
  const { container_definitions: to } = (resource.after ?? {}) as Record<string, unknown>;
  if (to === UNKNOWN) return isEmpty(from) ? [] : [untold(resource)];
  const told = changedParts(from, to, "container_definitions").flatMap((part): FindingDetails[] => {
    const says = tellOf(part);
    if (says === undefined || says === "fine") return [];
    const [severity, text, why] = says;
    const { before, after = "(none)", path } = part;
    return [
      {
        severity,
        says: `${nameIn(path)} ${text}`,
        attribute: path,
        ...(before === undefined ? {} : { before }),
        after,
        why,
      },
    ];
  });
  const once = new Map(told.map((details) => [details.says, details]));
  return [...once.values()].map((details) => findingOf(TITLE, resource, details));
}

/** Images, commands and passwords can be in what nobody sees before the apply. */
function untold(resource: PlannedResource): Finding {
  return findingOf(TITLE, resource, {
    severity: "warning",
    says: "gets containers that only the apply will know",
    attribute: "container_definitions",
    after: KNOWN_AFTER_APPLY,
    why: "Something that they name is made anew. Compare them after the apply, or split the change in two.",
  });
}

function tellOf(part: ChangedPart): Says | "fine" | undefined {
  const [, below] = /^container_definitions\.\*\.(.*)$/.exec(part.pattern) ?? [];
  const [, name] = /^container_definitions\[([^\]]+)\]/.exec(part.path) ?? [];
  if (below === undefined || name === undefined) return undefined;
  return CONTAINER_RULES.find(({ pattern }) => pattern.test(below))?.tell(part, name);
}
