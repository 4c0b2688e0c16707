import { type CtyObject, type CtyType, type CtyValue, Dynamic } from "./types";

/** Gives JSON, as a state file holds it, the shape of a type: what is missing is null, what is unknown to it is dropped. */
export function fromJson(json: unknown, type: CtyType): CtyValue {
  if (json === null || json === undefined) return null;
  if (type === "dynamic") {
    const { type: actual, value } = json as { type: CtyType; value: unknown };
    return new Dynamic(actual, fromJson(value, actual));
  }
  if (typeof type === "string") return json as CtyValue;
  const [kind, inner] = type;
  switch (kind) {
    case "list":
    case "set":
      return (json as unknown[]).map((element) => fromJson(element, inner));
    case "tuple":
      return (json as unknown[]).map((element, i) => fromJson(element, inner[i]!));
    case "map":
      return convertEntries(Object.entries(json), (element) => fromJson(element, inner));
    case "object":
      return convertEntries(Object.entries(inner), (attribute, name) =>
        fromJson((json as Record<string, unknown>)[name], attribute as CtyType),
      );
  }
}

function convertEntries(
  entries: [string, unknown][],
  convert: (value: unknown, name: string) => CtyValue,
): CtyObject {
  return Object.fromEntries(entries.map(([name, value]) => [name, convert(value, name)]));
}
