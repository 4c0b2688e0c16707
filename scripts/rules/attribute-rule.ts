import { type PlannedResource, UNKNOWN, valueAt } from "../plan/resource";
import { itemKey } from "../plan/values/item-key";
import { isEmpty, show } from "../plan/values/show";
import type { FindingDetails, Severity } from "./finding";
import type { Weaker } from "./weaker";

/** An attribute that must not become weaker. */
export interface AttributeRule {
  readonly types: readonly string[];
  /** e.g. `access_logs.0.enabled`; a `*` stands for each item of a list. */
  readonly path: string;
  readonly weakens: Weaker;
  readonly severity: Severity;
  /** Where the resource is new, so that nothing is lost. @default - one step less */
  readonly whenNew?: Severity;
  /** The harm, as the rest of a sentence that begins with the resource. */
  readonly says: string;
  readonly why: string;
}

const ONE_STEP_LESS: Readonly<Record<Severity, Severity>> = {
  danger: "warning",
  warning: "notice",
  notice: "notice",
};

/** One attribute on both sides: in a list its place can be another one. */
interface Place {
  /** @default - the item is not there */
  readonly before?: string;
  readonly after?: string;
  readonly shown: string;
}

/** The findings about a resource by one row of a table. */
export function attributeFindings(rule: AttributeRule, resource: PlannedResource): FindingDetails[] {
  // A resource that goes away has rules of its own.
  if (["destroy", "forget", "unchanged"].includes(resource.change)) return [];
  const isNew = resource.change === "create";
  const sides = { before: isNew ? undefined : resource.before, after: resource.after };
  return placesOf(rule.path, sides).flatMap((place) => {
    const before = place.before && valueAt(sides.before, place.before);
    const after = place.after && valueAt(sides.after, place.after);
    if (after === UNKNOWN) return untold(rule, resource, place, before, isNew);
    return rule.weakens({ before, after, isNew }) ? [detailsOf(rule, place, before, after, isNew)] : [];
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
  const isGiven = resource.isConfigured(rule.path.replace("*", "0"));
  if (!isGiven) {
    return isNew && rule.weakens({ before, after: undefined, isNew })
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
  const { severity, whenNew = ONE_STEP_LESS[severity], says, why } = rule;
  return {
    severity: isNew ? whenNew : severity,
    says,
    attribute: shown,
    ...(isEmpty(before) ? {} : { before: show(before)! }),
    after: show(after) ?? "(none)",
    why,
  };
}

/** Where the attribute of a pattern is. Items of a list are matched by their names, else by their places. */
function placesOf(pattern: string, sides: { readonly before: unknown; readonly after: unknown }): Place[] {
  const star = pattern.indexOf("*");
  if (star < 0) return [{ before: pattern, after: pattern, shown: pattern }];
  const list = pattern.slice(0, star - 1);
  const rest = pattern.slice(star + 1);
  const [before, after] = [itemsAt(sides.before, list), itemsAt(sides.after, list)];
  const key = itemKey([before, after]);
  const nameOf = (item: unknown, i: number) =>
    String(key === undefined ? i : (item as Record<string, unknown>)[key]);
  const [former, present] = [before.map(nameOf), after.map(nameOf)];
  return [...new Set([...former, ...present])].flatMap((name) => {
    const place = (names: readonly string[], side: unknown) => {
      const index = names.indexOf(name);
      const path = `${list}.${index}${rest}`;
      // An item without the block that the attribute is in, such as a volume that is none of EFS, has no say.
      return index >= 0 && valueAt(side, parentOf(path)) !== undefined ? path : undefined;
    };
    const [one, other] = [place(former, sides.before), place(present, sides.after)];
    if (one === undefined && other === undefined) return [];
    return [{ before: one, after: other, shown: `${list}[${name}]${rest}` }];
  });
}

function itemsAt(value: unknown, path: string): readonly unknown[] {
  const items = valueAt(value, path);
  return Array.isArray(items) ? items : [];
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("."));
}
