import type { PlanJson } from "../../plan/terraform-plan";

/** The changes that a plan would make, by number and by address. Values are no part of it. */
export interface ChangeCounts {
  readonly add: readonly string[];
  readonly change: readonly string[];
  readonly replace: readonly string[];
  readonly destroy: readonly string[];
}

export function countChanges({ resource_changes: changes = [] }: PlanJson): ChangeCounts {
  const of = (wanted: (actions: string) => boolean) =>
    changes
      .filter(({ mode, change }) => mode === "managed" && wanted(change.actions.join()))
      .map(({ address }) => address)
      .sort();
  return {
    add: of((actions) => actions === "create"),
    change: of((actions) => actions === "update"),
    replace: of((actions) => actions.includes("create") && actions.includes("delete")),
    destroy: of((actions) => actions === "delete"),
  };
}
