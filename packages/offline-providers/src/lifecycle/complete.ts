import { type CtyObject, type CtyType, type CtyValue, isObject, isWhollyKnown, Unknown } from "../cty/types";
import type { Attribute, Members } from "../schema/model";

/** Gives a value to one attribute, named by the path to it through the blocks that contain it. */
export type ValueMaker = (path: readonly string[], attribute: Attribute) => CtyValue;

/** Puts a value in every place that the plan left unknown. */
export function completeObject(
  members: Members,
  planned: CtyObject,
  make: ValueMaker,
  path: readonly string[] = [],
): CtyObject {
  const complete = (member: Members[number]): CtyValue => {
    const value = planned[member.name] ?? null;
    const here = [...path, member.name];
    if (member.kind === "attribute") {
      return isWhollyKnown(value) ? value : completeAttribute(member, value, make, here);
    }
    const completeElement = (element: CtyValue) =>
      isObject(element) ? completeObject(member.members, element, make, here) : element;
    return Array.isArray(value) ? value.map(completeElement) : completeElement(value);
  };
  return Object.fromEntries(members.map((member) => [member.name, complete(member)]));
}

/** An attribute may be known in part: a list of objects of which some results are still to come. */
function completeAttribute(
  attribute: Attribute,
  value: CtyValue,
  make: ValueMaker,
  path: readonly string[],
): CtyValue {
  if (value instanceof Unknown) return make(path, attribute);
  const [kind, inner] = Array.isArray(attribute.type) ? attribute.type : [];
  if (Array.isArray(value) && (kind === "list" || kind === "set")) {
    const element = { ...attribute, type: inner as CtyType };
    return value.map((part) => completeAttribute(element, part, make, path));
  }
  if (isObject(value)) {
    const typeOfPart = (name: string) =>
      kind === "object" ? (inner as Record<string, CtyType>)[name]! : inner;
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => {
        const nested = { ...attribute, name, type: typeOfPart(name) as CtyType };
        return [name, completeAttribute(nested, part, make, [...path, name])];
      }),
    );
  }
  return value;
}
