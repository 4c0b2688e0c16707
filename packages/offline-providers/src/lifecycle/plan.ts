import { type CtyObject, type CtyValue, canonicalJson, isObject, UNKNOWN } from "../cty/types";
import type { Member, Members, NestedBlock } from "../schema/model";

/**
 * Plans an object: what the configuration leaves to the provider is unknown where it is new, and stays as it
 * was where it exists. Terraform has put the configuration and the prior values together already.
 */
export function planObject(members: Members, proposed: CtyObject, prior: CtyObject | null): CtyObject {
  return Object.fromEntries(
    members.map((member) => [member.name, planMember(member, proposed[member.name] ?? null, prior)]),
  );
}

function planMember(member: Member, proposed: CtyValue, owner: CtyObject | null): CtyValue {
  if (member.kind === "block") return planBlock(member, proposed, owner?.[member.name]);
  if (member.writeOnly) return null;
  if (proposed !== null || !member.computed) return proposed;
  return owner ? (owner[member.name] ?? null) : UNKNOWN;
}

function planBlock({ nesting, members }: NestedBlock, proposed: CtyValue, prior?: CtyValue): CtyValue {
  const planElement = (element: CtyValue, before: CtyValue | undefined) =>
    isObject(element) ? planObject(members, element, isObject(before) ? before : null) : element;
  if (!Array.isArray(proposed)) return planElement(proposed, prior);
  const before = Array.isArray(prior) ? [...prior] : [];
  if (nesting === "list") return proposed.map((element, i) => planElement(element, before[i]));
  return proposed.map((element) => {
    // Elements of a set are not numbered: one that has all that is configured is the same.
    const same = before.findIndex((candidate) => agrees(members, element, candidate));
    return planElement(element, same < 0 ? undefined : before.splice(same, 1)[0]);
  });
}

/** Whether an existing object has all that is configured, apart from what the provider adds. */
function agrees(members: Members, configured: CtyValue, existing: CtyValue | undefined): boolean {
  if (!isObject(configured) || !isObject(existing)) return configured === existing;
  return members.every((member) => {
    const [wanted, found] = [configured[member.name] ?? null, existing[member.name] ?? null];
    if (member.kind === "attribute") {
      return (wanted === null && member.computed) || canonicalJson(wanted) === canonicalJson(found);
    }
    if (!Array.isArray(wanted) || !Array.isArray(found)) return agrees(member.members, wanted, found);
    return (
      wanted.length === found.length && wanted.every((part, i) => agrees(member.members, part, found[i]))
    );
  });
}
