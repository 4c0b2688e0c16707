import { UNKNOWN } from "../resource";

/** The text for a value that only the apply will know. */
export const KNOWN_AFTER_APPLY = "(known after apply)";

/** One value as a person reads it: texts as they are, the rest as JSON. `undefined` for none. */
export function show(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (value === UNKNOWN) return KNOWN_AFTER_APPLY;
  if (typeof value === "string") return value === "" ? '""' : value;
  if (Array.isArray(value) && value.every((item) => typeof item === "string" || typeof item === "number")) {
    return value.length === 0 ? "[]" : value.join(", ");
  }
  return JSON.stringify(value, (_, item) => (item === UNKNOWN ? KNOWN_AFTER_APPLY : item));
}

/** True where nothing is given: null, an empty text, list or object. */
export function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** Equal for values that are the same, whatever the order of their keys. */
export function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, item: unknown) => {
      if (item === UNKNOWN) return KNOWN_AFTER_APPLY;
      if (typeof item !== "object" || item === null || Array.isArray(item)) return item;
      return Object.fromEntries(Object.entries(item).sort(([one], [other]) => (one < other ? -1 : 1)));
    }) ?? "undefined"
  );
}
