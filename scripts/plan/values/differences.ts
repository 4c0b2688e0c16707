import { isObject, isObjectOrList, jsonIn } from "../../system/json";
import { UNKNOWN } from "../resource";
import { itemKey } from "./item-key";
import { canonical, isEmpty, show } from "./show";

/** One thing in which two values differ, for showing. */
export interface Difference {
  /** e.g. `policy.Statement[AllowLogs].Action` */
  readonly path: string;
  /** As shown. @default - it was not there */
  readonly before?: string;
  /** @default - it will not be there */
  readonly after?: string;
}

/** One thing in which two values differ, for rules. */
export interface ChangedPart extends Difference {
  /** The path without names of items, which a rule can be about: `policy.Statement.*.Action` */
  readonly pattern: string;
  /** The values themselves; of a list of texts the whole list. */
  readonly from: unknown;
  readonly to: unknown;
}

/** Deeper, a part is shown as a whole. JSON that a program wrote could be nested without end. */
const DEEPEST = 20;

/** A block without arguments, such as `allow {}`: it says something by being there. */
const PRESENT = "present";

/** In what two values differ, part by part. JSON in texts and lists are compared by what they say. */
export function differences(before: unknown, after: unknown, path: string): Difference[] {
  return changedParts(before, after, path).map(({ path, before, after }) => ({ path, before, after }));
}

/** The differences with the values themselves. */
export function changedParts(before: unknown, after: unknown, path: string): ChangedPart[] {
  return partsOf(before, after, { path, pattern: path, depth: 0 });
}

interface Place {
  readonly path: string;
  readonly pattern: string;
  readonly depth: number;
}

function partsOf(before: unknown, after: unknown, place: Place): ChangedPart[] {
  if (canonical(before) === canonical(after)) return [];
  const [one, other] = [before, after].map(asDocument);
  if (place.depth > DEEPEST || one === UNKNOWN || other === UNKNOWN) return leaf(one, other, place);
  if (isEmpty(one) && isEmpty(other)) return [];
  if (isList(one, other)) return listParts(toList(one), toList(other), place);
  if (isObjectPair(one, other)) {
    const [old, next] = [toObject(one), toObject(other)];
    return [...new Set([...Object.keys(old), ...Object.keys(next)])]
      .sort()
      .flatMap((key) => partsOf(old[key], next[key], below(place, key)));
  }
  return leaf(one, other, place);
}

function below({ path, pattern, depth }: Place, key: string): Place {
  const join = (text: string) => (text === "" ? key : `${text}.${key}`);
  return { path: join(path), pattern: join(pattern), depth: depth + 1 };
}

function itemOf(place: Place, path: string): Place {
  return { path, pattern: `${place.pattern}.*`, depth: place.depth + 1 };
}

function leaf(from: unknown, to: unknown, { path, pattern }: Place, whole = [from, to]): ChangedPart[] {
  if (isEmpty(from) && isEmpty(to)) return [];
  const [before, after] = [from, to].map((value) => (isEmpty(value) ? undefined : show(value)));
  // Two texts of JSON that say the same differ only in blanks.
  if (before === after) return [];
  return [{ path, pattern, before, after, from: whole[0], to: whole[1] }];
}

function listParts(before: readonly unknown[], after: readonly unknown[], place: Place): ChangedPart[] {
  const [lost, gained] = [without(before, after), without(after, before)];
  const { path, pattern } = place;
  if (lost.length === 0 && gained.length === 0) {
    const order = { path: `${path} (order)`, pattern: `${pattern} (order)` };
    return [{ ...order, before: show(before), after: show(after), from: before, to: after }];
  }
  // Only the apply will know which of them stay.
  if (lost.length > 0 && gained.length > 0 && gained.every((item) => item === UNKNOWN)) {
    return leaf(lost, UNKNOWN, place, [before, UNKNOWN]);
  }
  const key = itemKey([before, after]);
  if (key !== undefined) {
    return keyedParts(lost, gained, key, place, before.length === 1 && after.length === 1);
  }
  if (lost.length === 1 && gained.length === 1 && [...lost, ...gained].some(isObject)) {
    const only = before.length === 1 && after.length === 1;
    return itemParts(lost[0], gained[0], itemOf(place, only ? path : `${path}[${before.indexOf(lost[0])}]`));
  }
  const whole = [before, after];
  const part = (item: unknown, isLost: boolean) => {
    const [from, to] = isLost ? [item, undefined] : [undefined, item];
    return isObjectOrList(item) ? itemParts(from, to, itemOf(place, path)) : leaf(from, to, place, whole);
  };
  return [...lost.flatMap((item) => part(item, true)), ...gained.flatMap((item) => part(item, false))];
}

function keyedParts(
  lost: readonly unknown[],
  gained: readonly unknown[],
  key: string,
  place: Place,
  isOnly: boolean,
): ChangedPart[] {
  const byKey = (items: readonly unknown[]) =>
    new Map(items.map((item) => [String((item as Record<string, unknown>)[key]), item]));
  const [old, next] = [byKey(lost), byKey(gained)];
  // The one block that there is, with another name, is no other block.
  if (isOnly && [...old.keys()].join() !== [...next.keys()].join()) {
    return itemParts(lost[0], gained[0], itemOf(place, place.path));
  }
  return [...new Set([...old.keys(), ...next.keys()])].flatMap((name) =>
    itemParts(old.get(name), next.get(name), itemOf(place, `${place.path}[${name}]`)),
  );
}

/** An item that comes or goes is told even where no argument of it is set: `block {}` is not `allow {}`. */
function itemParts(before: unknown, after: unknown, place: Place): ChangedPart[] {
  const parts = partsOf(before, after, place);
  if (parts.length > 0 || (before === undefined) === (after === undefined)) return parts;
  const { path, pattern } = place;
  const [from, to] = [before, after];
  return [{ path, pattern, [from === undefined ? "after" : "before"]: PRESENT, from, to }];
}

/** Items that the other list lacks, each as often as it lacks it. */
function without(items: readonly unknown[], others: readonly unknown[]): unknown[] {
  const left = new Map<string, number>();
  for (const other of others.map(canonical)) left.set(other, (left.get(other) ?? 0) + 1);
  return items.filter((item) => {
    const text = canonical(item);
    const count = left.get(text) ?? 0;
    left.set(text, count - 1);
    return count <= 0;
  });
}

function asDocument(value: unknown): unknown {
  return typeof value === "string" ? (jsonIn(value) ?? value) : value;
}

function isList(one: unknown, other: unknown): boolean {
  return (
    [one, other].some(Array.isArray) && [one, other].every((side) => Array.isArray(side) || isEmpty(side))
  );
}

function isObjectPair(one: unknown, other: unknown): boolean {
  return [one, other].some(isObject) && [one, other].every((side) => isObject(side) || isEmpty(side));
}

/** A block without arguments can be a null in its list. */
function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.map((item) => item ?? {}) : [];
}

function toObject(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}
