/** A path in a JSON document at which two of them differ, with both values as short texts. */
export interface Difference {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** Where two JSON documents differ, by path; values below one that is only on one side are not listed by themselves. */
export function jsonDifferences(before: unknown, after: unknown, path = ""): Difference[] {
  if (isContainer(before) && isContainer(after) && Array.isArray(before) === Array.isArray(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => jsonDifferences(before[key], after[key], path ? `${path}.${key}` : key));
  }
  return Object.is(before, after) ? [] : [{ path, before: shorten(before), after: shorten(after) }];
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function shorten(value: unknown): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
