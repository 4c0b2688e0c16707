import { createColors } from "picocolors";
import { type OverviewOptions, renderOverview } from "../../../scripts/commands/preview/overview";
import { PlannedResource } from "../../../scripts/plan/resource";
import type { Action, PlanJson, ResourceChange } from "../../../scripts/plan/terraform-plan";
import type { Page } from "../../../scripts/terminal/layout";

export const page: Page = { width: 100, colors: createColors(false) };

type Change = Partial<ResourceChange["change"]>;

/** A change of one resource, e.g. `change("aws_subnet.network_private[0]", ["create"], { after: {...} })`. */
export function change(address: string, actions: Action[], details: Change = {}): ResourceChange {
  const [, type, name, index] = /^(\w+)\.(\w+)(?:\[(\d+)\])?$/.exec(address)!;
  return {
    address,
    mode: "managed",
    type: type!,
    name: name!,
    ...(index ? { index: Number(index) } : {}),
    change: { actions, before: null, after: null, ...details },
  };
}

/** A resource that will be created with these values. */
export function created(address: string, after: unknown = {}, unknown: unknown = {}): ResourceChange {
  return change(address, ["create"], { after, after_unknown: unknown });
}

/** @param expressions what the stack says, as plan JSON has it: `{ kms_key_id: { references: [...] } }` */
export function resource(
  address: string,
  after: unknown = {},
  unknown: unknown = {},
  expressions: Record<string, unknown> = {},
): PlannedResource {
  const source = created(address, after, unknown);
  const { type, name } = source;
  return new PlannedResource(source, {
    address: `${type}.${name}`,
    mode: "managed",
    type,
    name,
    expressions,
  });
}

export function plan(parts: Partial<PlanJson> = {}): PlanJson {
  return { format_version: "1.2", variables: { region: { value: "eu-west-1" } }, ...parts };
}

export function review(parts: Partial<PlanJson>, options: Partial<OverviewOptions> = {}): string {
  return renderOverview(plan(parts), { environment: "clinic", page, ...options });
}
