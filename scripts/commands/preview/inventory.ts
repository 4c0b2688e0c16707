import { compareTitles, groupTitle, reasonWhileOff } from "../../plan/capabilities";
import { groupBy } from "../../plan/group-by";
import type { Kind } from "../../plan/kind";
import { counted, kindOf } from "../../plan/kinds";
import type { PlannedResource } from "../../plan/resource";
import type { PlanJson } from "../../plan/terraform-plan";
import { heading, type Page, row } from "../../terminal/layout";
import { entryLabel, toEntries } from "./entries";

/** Lists what will exist, by capability, and says why where a capability is off. */
export function renderInventory(
  page: Page,
  resources: readonly PlannedResource[],
  variables?: PlanJson["variables"],
): string[][] {
  const groups = groupBy(resources, (resource) => groupTitle(resource.capability));
  return [...groups.entries()]
    .sort(([one], [other]) => compareTitles(one, other))
    .map(([title, members]) => renderGroup(page, title, members, reasonWhileOff(title, variables)));
}

function renderGroup(
  page: Page,
  title: string,
  members: readonly PlannedResource[],
  reason: string | undefined,
): string[] {
  const minor = members.filter(({ type }) => isMinor(kindOf(type)));
  const major = members.filter((resource) => !minor.includes(resource));
  return [
    heading(page, title, counted(members.length, { one: "resource" })),
    ...(reason ? row(page, "off", [{ text: reason }], page.colors.dim) : []),
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
