import { UserError } from "../../src/user-error";
import type { PlanJson } from "./terraform-plan";

/**
 * Refuses a plan, or a state, whose resources have the tags of another environment: its report would be taken for this
 * one's.
 *
 * @param option by which it was given
 */
export function requireEnvironment(plan: PlanJson, environment: string, option: string, file: string): void {
  const found = new Set(
    (plan.resource_changes ?? []).flatMap(({ change }) =>
      [change.before, change.after].flatMap((side) => environmentOf(side) ?? []),
    ),
  );
  if (found.size === 0 || found.has(environment)) return;
  const what = option === "--plan" ? "a plan" : "a state";
  throw new UserError(
    `${option} is ${file}, ${what} of ${[...found].join(", ")} by its tags, but the report is for ${environment}. ` +
      `Name the environment that it is ${what} of.`,
  );
}

function environmentOf(values: unknown): string | undefined {
  const { tags_all: tags } = (values ?? {}) as { tags_all?: Readonly<Record<string, unknown>> | null };
  return typeof tags?.Environment === "string" ? tags.Environment : undefined;
}
