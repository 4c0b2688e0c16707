import { UserError } from "../../../src/user-error";
import type { PlanJson } from "../../plan/terraform-plan";

/** Refuses a plan whose resources have the tags of another environment: its report would be taken for this one's. */
export function requireEnvironment(plan: PlanJson, environment: string, file: string): void {
  const found = new Set(
    (plan.resource_changes ?? []).flatMap(({ change }) =>
      [change.before, change.after].flatMap((side) => environmentOf(side) ?? []),
    ),
  );
  if (found.size === 0 || found.has(environment)) return;
  throw new UserError(
    `--plan is ${file}, a plan of ${[...found].join(", ")} by its tags, but the report is for ${environment}. ` +
      "Name the environment that it is a plan of.",
  );
}

function environmentOf(values: unknown): string | undefined {
  const { tags_all: tags } = (values ?? {}) as { tags_all?: Readonly<Record<string, unknown>> | null };
  return typeof tags?.Environment === "string" ? tags.Environment : undefined;
}
