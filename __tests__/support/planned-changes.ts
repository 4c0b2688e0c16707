/** The actions of a plan, by address: create, update, replace or delete. A plan without any is clean. */
export type PlannedChanges = Readonly<Record<string, string>>;

/** The changes among the lines that a command of Terraform printed with `-json`. Reading the plan file takes longer. */
export function plannedChanges(output: string): PlannedChanges {
  const messages = output.split("\n").flatMap((line) => (line.startsWith("{") ? [JSON.parse(line)] : []));
  return Object.fromEntries(
    messages.flatMap(({ type, change }) =>
      type === "planned_change" && change.action !== "read" ? [[change.resource.addr, change.action]] : [],
    ),
  );
}

/** Addresses for which an action is planned. */
export function plannedTo(action: string, planned: PlannedChanges): string[] {
  return Object.keys(planned)
    .filter((address) => planned[address] === action)
    .sort();
}
