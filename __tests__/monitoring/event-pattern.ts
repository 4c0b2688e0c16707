/**
 * Does an event match an event pattern of EventBridge? Only what patterns here use: values, `prefix`,
 * `anything-but` with a list, `numeric` with `>=`, `exists: false`, and `$or`. By "Amazon
 * EventBridge event patterns", "Arrays" and "Content filtering" of its user guide, and for arrays of objects by "JSON Array
 * Matching" of aws/event-ruler, which EventBridge runs; read on 2026-11-30. An object in an array matches as a whole.
 *
 * @throws an Error for what it does not know
 */
export function matchesPattern(pattern: object, event: unknown): boolean {
  if (Array.isArray(event)) return event.some((element) => matchesPattern(pattern, element));
  if (typeof event !== "object" || event === null) return false;
  return Object.entries(pattern).every(([field, wanted]) => {
    if (field === "$or") return (wanted as object[]).some((each) => matchesPattern(each, event));
    const value = (event as Record<string, unknown>)[field];
    if (!Array.isArray(wanted)) return matchesPattern(wanted as object, value);
    const values = Array.isArray(value) ? value : [value];
    return wanted.some((one) => {
      if (isMissing(one)) return value === undefined;
      return values.some((each) => each !== undefined && matchesValue(one, each));
    });
  });
}

function matchesValue(wanted: unknown, value: unknown): boolean {
  if (typeof wanted !== "object" || wanted === null) return wanted === value;
  const { prefix, "anything-but": unwanted, ...others } = wanted as Record<string, unknown>;
  if (Array.isArray(others.numeric) && others.numeric[0] === ">=" && Object.keys(others).length === 1) {
    return typeof value === "number" && value >= Number(others.numeric[1]);
  }
  if (Array.isArray(unwanted) && prefix === undefined && Object.keys(others).length === 0) {
    return !unwanted.includes(value);
  }
  if (typeof prefix !== "string" || Object.keys(others).length > 0) {
    throw new Error(`${JSON.stringify(wanted)} is a comparison that this evaluation does not know.`);
  }
  return typeof value === "string" && value.startsWith(prefix);
}

function isMissing(wanted: unknown): boolean {
  const keys = Object.entries((wanted ?? {}) as Record<string, unknown>);
  return typeof wanted === "object" && keys.length === 1 && keys[0]![0] === "exists" && keys[0]![1] === false;
}
