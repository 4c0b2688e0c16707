import { isBroad, isForEveryone, isPowerful } from "./permission-severity";
import { conditionText, type Widening } from "./policy/compare";
import type { Statement } from "./policy/statement";

/** Says what a policy allows from now on, as the rest of a sentence that begins with the policy. */
export function saysOf({ kind, names, statement }: Widening): string {
  const list =
    names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
  const words: Readonly<Record<Widening["kind"], string>> = {
    statement: `allows ${statement.actions.not ? "all actions but those that it names" : list}`,
    actions: `allows more actions: ${list}`,
    resources: `allows it on more: ${list}`,
    principals: `allows it to more: ${list}`,
    conditions: `allows it without the condition ${list}`,
    denial: `no longer denies ${list}`,
  };
  return words[kind];
}

/** The statement on both sides, as far as there is one. */
export function beforeAndAfter({ kind, statement, former, names }: Widening) {
  if (kind === "denial") return { before: describe(statement), after: "(none)" };
  if (kind === "conditions") {
    return {
      before: names.join("; "),
      after: statement.conditions.map(conditionText).join("; ") || "(none)",
    };
  }
  return { ...(former ? { before: describe(former) } : {}), after: describe(statement) };
}

export function whyOf({ kind, statement, grants }: Widening): string {
  if (kind === "denial") return "What was forbidden to everyone, whatever else allows it, is not any more.";
  if (isForEveryone(statement))
    return "Everybody in the world is meant by it, and no condition says otherwise.";
  if (grants.some(isPowerful))
    return "With it an identity can give itself further rights, or read what it is not meant to.";
  if (kind === "conditions")
    return "The condition kept others, such as services that act for other accounts, from using it.";
  if (kind === "principals") return "Others than before can use it.";
  if (grants.some(isBroad))
    return "It names no single resource or action, so it also allows what will exist later.";
  return "Whoever has it can do more than before.";
}

function describe({ effect, principals, actions, resources, conditions }: Statement): string {
  const list = (patterns: { not: boolean; patterns: readonly string[] } | undefined) =>
    patterns && `${patterns.not ? "all but " : ""}${patterns.patterns.join(", ")}`;
  return [
    effect,
    list(actions),
    resources && `on ${list(resources)}`,
    principals && `to ${list(principals)}`,
    conditions.length > 0 && `if ${conditions.map(conditionText).join(" and ")}`,
  ]
    .filter(Boolean)
    .join(" ");
}
