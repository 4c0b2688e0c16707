import { readFileSync, writeFileSync } from "node:fs";
import type { PlanJson, ResourceChange } from "../../plan/terraform-plan";

/** Resources of the largest plan that the commands have to be quick for. */
export const RESOURCES = 300;

/**
 * Writes a plan of so many resources: those of another plan, repeated, half of which exist and change. They are more
 * than any environment has.
 */
export function writeLargestPlan(from: string, to: string): void {
  const plan = JSON.parse(readFileSync(from, "utf8")) as PlanJson;
  const created = (plan.resource_changes ?? []).filter(({ mode }) => mode === "managed");
  const changes = Array.from({ length: RESOURCES }, (_, i): ResourceChange => {
    const change = created[i % created.length]!;
    const copy = { ...change, address: `${change.type}.${change.name}[${i}]`, index: i };
    return i % 2 === 0 ? copy : changed(copy);
  });
  writeFileSync(to, JSON.stringify({ ...plan, resource_changes: changes }));
}

/** Exists already, with another value of everything that is a text. */
function changed({ change, ...resource }: ResourceChange): ResourceChange {
  const after = change.after as Readonly<Record<string, unknown>>;
  const before = Object.fromEntries(
    Object.entries(after).map(([name, value]) => [
      name,
      typeof value === "string" ? `${value}-before` : value,
    ]),
  );
  return { ...resource, change: { ...change, actions: ["update"], before } };
}
