import type { PlannedStack } from "../../plan/planned-stack";
import type { PlannedResource } from "../../plan/resource";
import { type Finding, type FindingDetails, findingOf } from "../finding";
import type { Area } from "../rule";
import { Recognition, type Unrecognized } from "./recognition";
import { suspicionOf } from "./suspicious-types";

const TITLE = "Not known to any rule";

const WHOLE = {
  create: ["is new, and no rule knows what it can do", "Look at what it does and who can reach it."],
  destroy: ["is DELETED, and no rule knows what goes with it", "Look at what uses it, and at what is in it."],
  replace: [
    "is REPLACED, and no rule knows what goes with it",
    "What the former one held is gone, and what uses it may fail meanwhile.",
  ],
  forget: [
    "is forgotten, and stays",
    "Terraform no longer knows of it: nothing keeps it as it is, and nothing that depends on it can name it.",
  ],
} as const;

/** Whatever changes without a rule that knows it: it may be harmless, but nobody has said so. */
export function findUnrecognized(
  areas: readonly Area[],
  stack: PlannedStack,
  findings: readonly Finding[],
): Finding[] {
  const recognition = new Recognition(areas, stack, findings);
  return stack.resources.flatMap((resource) => {
    const unrecognized = recognition.unrecognized(resource);
    return unrecognized ? [findingOf(TITLE, resource, detailsOf(resource, unrecognized))] : [];
  });
}

function detailsOf(resource: PlannedResource, unrecognized: Unrecognized): FindingDetails {
  const patterns = "parts" in unrecognized ? unrecognized.parts.map(({ pattern }) => pattern) : [];
  const suspicion = suspicionOf(resource, patterns);
  const common = {
    severity: suspicion ? "warning" : "unknown",
    isUnknown: true,
  } as const;
  if ("whole" in unrecognized) {
    const [says, why] = WHOLE[unrecognized.whole];
    return { ...common, says, why: suspicion ? `${suspicion} ${why}` : why };
  }
  const { parts } = unrecognized;
  const [first] = parts;
  const more = parts.length - 1;
  const why = suspicion ?? "It may be harmless, but no rule says so: look at it.";
  return {
    ...common,
    says: "changes in a way that no rule knows",
    attribute: `${first!.path}${more > 0 ? ` and ${more} more` : ""}`,
    attributes: parts.map(({ path }) => path),
    ...(first!.before === undefined ? {} : { before: first!.before }),
    after: first!.after ?? "(none)",
    why,
  };
}
