import type { PlannedStack } from "../../plan/planned-stack";
import { REPLACING_ARGUMENTS } from "../../terraform/offline/replacing-arguments";
import type { Origin } from "./origin";

const MADE_UP =
  "What AWS gives (identifiers, addresses, endpoints) is made up. What somebody changed by hand in the account is not seen.";

/** The questions that a plan of this origin leaves open. */
export function unknownsOf({ resources }: PlannedStack, origin: Origin): string[] {
  if (origin.kind === "saved") return [];
  if (origin.kind === "new") {
    return [
      "It shows what an installation is made of. What it would change in one that exists, a plan with --against or --plan tells.",
      MADE_UP,
    ];
  }
  const changed = resources.filter(({ change, type }) => change === "update" && isUntold(type));
  const types = [...new Set(changed.map(({ type }) => type))].sort();
  return [
    "Replacements are those that the AWS provider is known to make for single arguments; it can decide for more, such as for a step between two versions.",
    ...(types.length > 0 ? [`Whether it changes or replaces these is not known: ${types.join(", ")}.`] : []),
    MADE_UP,
  ];
}

function isUntold(type: string): boolean {
  return type.startsWith("aws_") && !(type in REPLACING_ARGUMENTS);
}
