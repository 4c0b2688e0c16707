import type { CtyType, CtyValue } from "../cty/types";
import type { Attribute } from "../schema/model";
import type { Seed } from "../seed";
import type { ValueMaker } from "./complete";

/**
 * A value of the right type for an attribute of which nothing else is known: a text that tells its name, a list with
 * one element, zero, false. An argument that was left out is empty.
 *
 * @param makePart gives a value to each part of an object
 */
export function neutralValue(
  seed: Seed,
  path: readonly string[],
  attribute: Attribute,
  makePart: ValueMaker = (inner, part) => neutralValue(seed, inner, part),
): CtyValue {
  const { type, optional } = attribute;
  if (type === "string") return optional ? "" : `${path.at(-1)!.replaceAll("_", "-")}-${seed.hex(8)}`;
  if (type === "number") return 0;
  if (type === "bool") return false;
  if (type === "dynamic") return null;
  const [kind, inner] = type;
  if (kind === "object") {
    const parts = Object.entries(inner).map(([name, part]): [string, CtyValue] => [
      name,
      makePart([...path, name], { ...attribute, name, type: part }),
    ]);
    return Object.fromEntries(parts);
  }
  const isResultList = !optional && (kind === "list" || kind === "set") && Array.isArray(inner);
  if (isResultList) return [neutralValue(seed, path, { ...attribute, type: inner as CtyType }, makePart)];
  return kind === "map" ? {} : [];
}
