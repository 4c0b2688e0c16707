import { isObject } from "../../system/json";

/** Keys that tell the items of a list apart, whatever their place in it. */
const KEYS = ["Sid", "sid", "name", "Name", "rule_name", "id", "Id", "key", "Key", "priority"];

/** The key that names each item of some lists, where one does. */
export function itemKey(lists: readonly (readonly unknown[])[]): string | undefined {
  const items = lists.flat();
  if (items.length === 0 || !items.every(isObject)) return undefined;
  return KEYS.find((key) =>
    lists.every((list) => {
      const names = list.map((item) => (item as Record<string, unknown>)[key]);
      const usable = names.every((name) => typeof name === "string" || typeof name === "number");
      return usable && new Set(names).size === names.length;
    }),
  );
}
