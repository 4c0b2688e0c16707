import { type PlannedResource, UNKNOWN, valueAt } from "../plan/resource";
import { itemKey } from "../plan/values/item-key";
import { isEmpty, show } from "../plan/values/show";
import { type FindingDetails, ONE_STEP_LESS, type Severity } from "./finding";
import type { Harm } from "./harm";
import type { Judge } from "./weaker";

/** An attribute that must not become weaker. */
export interface AttributeRule {
  readonly types: readonly string[];
  /** e.g. `access_logs.0.enabled`; a `*` stands for each item of a list. */
  readonly path: string;
  readonly weakens: Judge;
  readonly severity: Severity;
  /** @default - that of the area */
  readonly harm?: Harm;
  /** Where the resource is new, so that nothing is lost. @default - one step less */
  readonly whenNew?: Severity;
  /** The harm, as the rest of a sentence that begins with the resource. */
  readonly says: string;
  readonly why: string;
  /** It looks at one part of a block: the other parts need rules of their own. @default - it knows all below its path */
  readonly partly?: true;
  /** An item of a list that was not there before is new, whatever the resource is. @default - it had nothing before */
  readonly newItemsAreNew?: true;
}

/** One rule for several attributes: each row has a path, and the types that have it. */
export function atPaths(
  rows: ReadonlyArray<readonly [path: string, ...types: string[]]>,
  rule: Omit<AttributeRule, "path" | "types">,
): AttributeRule[] {
  return rows.map(([path, ...types]) => ({ types, path, ...rule }));
}

/** One attribute on both sides: in a list its place can be another one. */
interface Place {
  readonly before: unknown;
  readonly after: unknown;
  readonly shown: string;
  /** It is in an item of a list that was not there before. */
  readonly isNewItem?: boolean;
}

/** The findings about a resource by one row of a table. */
export function attributeFindings(rule: AttributeRule, resource: PlannedResource): FindingDetails[] {
  // A resource that goes away has rules of its own.
  if (["destroy", "forget", "unchanged"].includes(resource.change)) return [];
  const isNew = resource.change === "create";
  const sides = { before: isNew ? undefined : resource.before, after: resource.after };
  return placesOf(rule.path, sides).flatMap((place) => {
    const { before, after } = place;
    if (after === UNKNOWN) return untold(rule, resource, place, before, isNew);
    const hasNothingToLose = isNew || (rule.newItemsAreNew === true && place.isNewItem === true);
    return rule.weakens({ before, after, isNew: hasNothingToLose }) === "weaker"
      ? [detailsOf(rule, place, before, after, hasNothingToLose)]
      : [];
  });
}

/**
 * A value that only the apply will know. One that the stack leaves to AWS stays, or is AWS's choice; one that it
 * gives may be weaker, and nobody can tell.
 */
function untold(
  rule: AttributeRule,
  resource: PlannedResource,
  place: Place,
  before: unknown,
  isNew: boolean,
): FindingDetails[] {
  const isGiven = resource.isConfigured(rule.path.replaceAll("*", "0"));
  if (!isGiven) {
    return isNew && rule.weakens({ before, after: undefined, isNew }) === "weaker"
      ? [detailsOf(rule, place, before, undefined, isNew)]
      : [];
  }
  if (isNew || isEmpty(before)) return [];
  const says = `gets a value of ${place.shown} that only the apply will know`;
  return [
    { ...detailsOf(rule, place, before, UNKNOWN, isNew), says, severity: ONE_STEP_LESS[rule.severity] },
  ];
}

function detailsOf(
  rule: AttributeRule,
  { shown }: Place,
  before: unknown,
  after: unknown,
  isNew: boolean,
): FindingDetails {
  const { severity, whenNew = ONE_STEP_LESS[severity], says, why, harm } = rule;
  return {
    severity: isNew ? whenNew : severity,
    says,
    ...(harm ? { harm } : {}),
    attribute: shown,
    ...(isEmpty(before) ? {} : { before: show(before)! }),
    after: show(after) ?? "(none)",
    why,
  };
}

interface BothSides {
  readonly before: unknown;
  readonly after: unknown;
}

/** Where the attribute of a pattern is. Items of a list are matched by their names, else by their places. */
function placesOf(pattern: string, { before, after }: BothSides): Place[] {
  const [, list, each, rest] = /^(.*?)\.([*0])\.(.*)$/.exec(pattern) ?? [];
  if (list === undefined || rest === undefined) {
    return [{ before: valueAt(before, pattern), after: valueAt(after, pattern), shown: pattern }];
  }
  // The whole list is known only after the apply.
  if (valueAt(after, list) === UNKNOWN) {
    return [{ before: firstOf(valueAt(before, list), rest), after: UNKNOWN, shown: `${list}.${rest}` }];
  }
  const [former, present] = [itemsAt(before, list), itemsAt(after, list)];
  const isOnly = former.length <= 1 && present.length <= 1;
  const key = isOnly ? undefined : itemKey([former, present]);
  const nameOf = (item: unknown, i: number) =>
    String(key === undefined ? i : (item as Record<string, unknown>)[key]);
  const [formerNames, presentNames] = [former.map(nameOf), present.map(nameOf)];
  return [...new Set([...formerNames, ...presentNames])].flatMap((name) => {
    const one = former[formerNames.indexOf(name)];
    const other = present[presentNames.indexOf(name)];
    // An item without the block that the attribute is in, such as a volume that is none of EFS, has no say.
    if (![one, other].some((item) => hasBlockOf(rest, item))) return [];
    const shown = isOnly ? list : `${list}[${name}]`;
    return placesOf(rest, { before: one, after: other }).map((place) => ({
      ...place,
      shown: `${shown}.${place.shown}`,
      isNewItem: place.isNewItem || (each === "*" && one === undefined),
    }));
  });
}

/** True where an item has the block that the attribute is in. */
function hasBlockOf(path: string, item: unknown): boolean {
  const block = path.split(/\.[*0]\./, 1)[0]!;
  return block === path
    ? item !== undefined && (!path.includes(".") || valueAt(item, parentOf(path)) !== undefined)
    : itemsAt(item, block).length > 0 || valueAt(item, block) === UNKNOWN;
}

function firstOf(items: unknown, path: string): unknown {
  return valueAt(items, `0.${path.replaceAll("*", "0")}`);
}

function itemsAt(value: unknown, path: string): readonly unknown[] {
  const items = valueAt(value, path);
  return Array.isArray(items) ? items : [];
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("."));
}
