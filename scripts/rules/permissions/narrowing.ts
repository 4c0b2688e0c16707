import type { PlannedResource } from "../../plan/resource";
import type { FindingDetails } from "../finding";
import type { Widening } from "./policy/compare";
import { type Grant, patternCovers } from "./policy/covers";

/** Without it nobody can mend a key's policy again, and AWS Support has to be asked. */
const ADMINISTERS_KEY = "kms:putkeypolicy";

/**
 * Tells that a policy allows less: often meant, and an interruption where something still needs it.
 *
 * @param lost what the former policy allowed, or what the present one denies
 */
export function narrowing(
  { type, change }: PlannedResource,
  attribute: string,
  lost: readonly Widening[],
): FindingDetails {
  const isDenied = lost.every(({ kind }) => kind === "denial");
  const actions = [...new Set(lost.flatMap(({ grants }) => grants.map(({ action }) => action)))];
  const list =
    actions.length > 3
      ? `${actions.slice(0, 3).join(", ")} and ${actions.length - 3} more`
      : actions.join(", ");
  const locksOut = type === "aws_kms_key" && lost.some(({ grants }) => grants.some(administersKey));
  return {
    severity: locksOut ? "danger" : "notice",
    says: locksOut
      ? "can no longer be administered by all who could"
      : isDenied
        ? `denies more: ${list}`
        : `allows less: ${list}`,
    attribute,
    before: actions.join(", "),
    after: "(none)",
    ...(change === "destroy" ? { isWhole: true } : {}),
    why: locksOut
      ? "Where nobody else may change the key's policy, nobody can any more, and what it encrypts may be lost with it."
      : "Whatever still needs it is refused.",
  };
}

function administersKey({ action }: Grant): boolean {
  return patternCovers(action.toLowerCase(), ADMINISTERS_KEY);
}
