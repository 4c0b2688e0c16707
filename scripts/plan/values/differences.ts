import { isObject, jsonIn } from "../../system/json";
import { UNKNOWN } from "../resource";
import { itemKey } from "./item-key";
import { canonical, isEmpty, show } from "./show";

/** One thing in which two values differ. */
export interface Difference {
  /** e.g. `policy.Statement[AllowLogs].Action` */
  readonly path: string;
  /** As shown. @default - it was not there */
  readonly before?: string;
  /** @default - it will not be there */
  readonly after?: string;
}

/** Deeper, a part is shown as a whole. JSON that a program wrote could be nested without end. */
const DEEPEST = 12;

/** In what two values differ, part by part. JSON in texts and lists are compared by what they say. */
export function differences(before: unknown, after: unknown, path: string, depth = 0): Difference[] {
  if (canonical(before) === canonical(after)) return [];
  const [one, other] = [before, after].map(asDocument);
  if (depth > DEEPEST || one === UNKNOWN || other === UNKNOWN) return leaf(path, one, other);
  if (isEmpty(one) && isEmpty(other)) return [];
  if (isList(one, other)) return listDifferences(toList(one), toList(other), path, depth);
  if (isObjectPair(one, other)) {
    const [old, next] = [toObject(one), toObject(other)];
    return [...new Set([...Object.keys(old), ...Object.keys(next)])]
      .sort()
      .flatMap((key) => differences(old[key], next[key], path === "" ? key : `${path}.${key}`, depth + 1));
  }
  return leaf(path, one, other);
}

function leaf(path: string, before: unknown, after: unknown): Difference[] {
  if (isEmpty(before) && isEmpty(after)) return [];
  const [one, other] = [isEmpty(before) ? undefined : show(before), isEmpty(after) ? undefined : show(after)];
  // Two texts of JSON that say the same differ in blanks alone.
  if (one === other) return [];
  return [{ path, before: one, after: other }];
}

function listDifferences(
  before: readonly unknown[],
  after: readonly unknown[],
  path: string,
  depth: number,
): Difference[] {
  const [lost, gained] = [without(before, after), without(after, before)];
  if (lost.length === 0 && gained.length === 0) {
    return [{ path: `${path} (order)`, before: show(before), after: show(after) }];
  }
  // Which of them stay, the apply alone will know.
  if (lost.length > 0 && gained.length > 0 && gained.every((item) => item === UNKNOWN)) {
    return leaf(path, lost, UNKNOWN);
  }
  const key = itemKey([before, after]);
  if (key !== undefined) return keyedDifferences(lost, gained, key, path, depth);
  if (lost.length === 1 && gained.length === 1 && [...lost, ...gained].some(isObject)) {
    const place = before.length === 1 && after.length === 1 ? path : `${path}[${before.indexOf(lost[0])}]`;
    return differences(lost[0], gained[0], place, depth + 1);
  }
  return [
    ...lost.flatMap((item) => differences(item, undefined, path, depth + 1)),
    ...gained.flatMap((item) => differences(undefined, item, path, depth + 1)),
  ];
}

function keyedDifferences(
  lost: readonly unknown[],
  gained: readonly unknown[],
  key: string,
  path: string,
  depth: number,
): Difference[] {
  const byKey = (items: readonly unknown[]) =>
    new Map(items.map((item) => [String((item as Record<string, unknown>)[key]), item]));
  const [old, next] = [byKey(lost), byKey(gained)];
  return [...new Set([...old.keys(), ...next.keys()])].flatMap((name) =>
    differences(old.get(name), next.get(name), `${path}[${name}]`, depth + 1),
  );
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

function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function toObject(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}
