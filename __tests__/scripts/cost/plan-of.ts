import type { PlanJson, ResourceChange } from "../../../scripts/plan/terraform-plan";
import { plan } from "../plan/plan-fixture";

/** References of resources in the stack, by address: `{ "aws_ecs_service.web": { task_definition: ["aws_..."] } }`. */
type References = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** A plan of these changes in a region. */
export function planOf(
  changes: readonly ResourceChange[],
  { region = "us-east-1", references = {} }: { region?: string; references?: References } = {},
): PlanJson {
  const resources = Object.entries(references).map(([address, expressions]) => {
    const [type, name] = address.split(".") as [string, string];
    const referring = Object.entries(expressions).map(([argument, meant]) => [
      argument,
      { references: meant },
    ]);
    return { address, mode: "managed" as const, type, name, expressions: Object.fromEntries(referring) };
  });
  return plan({
    variables: { region: { value: region } },
    resource_changes: changes,
    configuration: { root_module: { resources } },
  });
}
