import { groupTitle } from "./capabilities";
import { kindOf, labelOf } from "./kinds";
import { type ChangeKind, type PlannedResource, UNKNOWN } from "./resource";
import { type Difference, differences } from "./values/differences";
import { isEmpty, show } from "./values/show";

/** An attribute that a plan changes. */
export interface AttributeChange extends Difference {
  readonly forcesReplacement: boolean;
}

/** The change of one resource, as it is shown. */
export interface ShownChange {
  readonly address: string;
  /** The resource in words: `Aurora cluster`. */
  readonly label: string;
  readonly capability: string;
  readonly kind: Exclude<ChangeKind, "unchanged">;
  /** Where it was before, if it moved. */
  readonly movedFrom?: string;
  readonly attributes: readonly AttributeChange[];
}

/** `undefined` for a resource that the plan leaves as it is. */
export function shownChange(resource: PlannedResource): ShownChange | undefined {
  const { address, change: kind, source } = resource;
  const movedFrom = source.previous_address;
  if (kind === "unchanged" && movedFrom === undefined) return undefined;
  return {
    address,
    label: labelOf(kindOf(resource.type), resource.role),
    capability: groupTitle(resource.capability),
    kind: kind === "unchanged" ? "update" : kind,
    ...(movedFrom ? { movedFrom } : {}),
    attributes: attributesOf(resource),
  };
}

function attributesOf(resource: PlannedResource): AttributeChange[] {
  const { change, replacedBecauseOf } = resource;
  const before = (change === "create" ? {} : (resource.before ?? {})) as Record<string, unknown>;
  const after = (change === "destroy" || change === "forget" ? {} : (resource.after ?? {})) as Record<
    string,
    unknown
  >;
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const forcing = replacedBecauseOf.map((path) => path.split(".", 1)[0]!);
  const told = names.filter((name) => !repeatsTags(name, before, after) && !isLeftToAws(resource, name));
  const changes = told.flatMap((name) =>
    differences(before[name], after[name], name).map((difference) => ({
      ...difference,
      forcesReplacement: forcing.includes(name),
    })),
  );
  return changes.sort((one, other) => Number(other.forcesReplacement) - Number(one.forcesReplacement));
}

/** `tags_all` has the tags of the resource and those of the provider: only the latter are news there. */
function repeatsTags(name: string, before: Record<string, unknown>, after: Record<string, unknown>): boolean {
  if (name !== "tags_all") return false;
  if (isEmpty(before.tags_all) || isEmpty(after.tags_all)) return true;
  const changes = (of: string) =>
    differences(before[of], after[of], "").map(({ path, after }) => show([path, after]));
  const own = new Set(changes("tags"));
  return changes("tags_all").every((change) => own.has(change));
}

/** True for an attribute of something new that AWS decides: that it is not known yet is no news. */
function isLeftToAws(resource: PlannedResource, name: string): boolean {
  const value = (resource.after as Record<string, unknown> | undefined)?.[name];
  const isNew = resource.change === "create" || resource.change === "replace";
  return isNew && value === UNKNOWN && !resource.isConfigured(name);
}
