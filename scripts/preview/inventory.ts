import { compareTitles, groupTitle } from "./capabilities";
import { entryLabel, toEntries } from "./entries";
import { groupBy } from "./group-by";
import type { Kind } from "./kind";
import { counted, kindOf } from "./kinds";
import { heading, type Page, row } from "./layout";
import type { PlannedResource } from "./resource";

/** What will exist, by capability. */
export function renderInventory(page: Page, resources: readonly PlannedResource[]): string[][] {
  const groups = groupBy(resources, (resource) => groupTitle(resource.capability));
  return [...groups.entries()]
    .sort(([one], [other]) => compareTitles(one, other))
    .map(([title, members]) => renderGroup(page, title, members));
}

function renderGroup(page: Page, title: string, members: readonly PlannedResource[]): string[] {
  const minor = members.filter(({ type }) => isMinor(kindOf(type)));
  const major = members.filter((resource) => !minor.includes(resource));
  return [
    heading(page, title, counted(members.length, { one: "resource" })),
    ...toEntries(major).flatMap((entry) => row(page, entryLabel(entry), entry.facts)),
    ...(minor.length > 0 ? row(page, "and", [{ text: summarize(minor) }], page.colors.dim) : []),
  ];
}

function isMinor(kind: Kind): boolean {
  return kind.minor ?? kind.facts === undefined;
}

function summarize(resources: readonly PlannedResource[]): string {
  return [...groupBy(resources, ({ type }) => type).entries()]
    .map(([type, members]) => counted(members.length, kindOf(type)))
    .join(", ");
}
