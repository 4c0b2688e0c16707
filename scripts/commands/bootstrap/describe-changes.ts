import type { PlanJson, ResourceChange } from "../../plan/terraform-plan";

const VERBS: Readonly<Record<string, string>> = {
  create: "create",
  update: "change",
  delete: "destroy",
  "delete,create": "replace",
  "create,delete": "replace",
};

/** One line for each resource that a plan creates, changes or takes over. */
export function describeChanges(plan: PlanJson): string[] {
  return (plan.resource_changes ?? [])
    .filter(({ mode }) => mode === "managed")
    .flatMap((change) => {
      const verb = isTakenOver(change) ? "take over" : VERBS[change.change.actions.join(",")];
      if (!verb) return [];
      const { bucket, name } = (change.change.after ?? {}) as { bucket?: string; name?: string };
      const named = name ?? (change.type === "aws_s3_bucket" ? bucket : undefined);
      return [`  ${verb.padEnd(9)}  ${change.address}${named ? `  ${named}` : ""}`];
    });
}

function isTakenOver({ change }: ResourceChange): boolean {
  return (change as { importing?: unknown }).importing !== undefined;
}
