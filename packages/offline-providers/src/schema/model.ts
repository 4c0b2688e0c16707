import type { CtyType } from "../cty/types";

/** An argument or a result of a resource, written `name = value`. */
export interface Attribute {
  readonly kind: "attribute";
  readonly name: string;
  readonly type: CtyType;
  readonly required: boolean;
  readonly optional: boolean;
  readonly computed: boolean;
  readonly sensitive: boolean;
  readonly writeOnly: boolean;
}

/** A nested block, written `name { ... }`. */
export interface NestedBlock {
  readonly kind: "block";
  readonly name: string;
  readonly nesting: "single" | "list" | "set";
  readonly required: boolean;
  /** 0 for any number. */
  readonly maxItems: number;
  readonly members: Members;
}

/** Something that may stand in a block. */
export type Member = Attribute | NestedBlock;
/** All that may stand in a block: the schema of a resource, for instance. */
export type Members = readonly Member[];

/** Everything that a stack needs to know about one provider. */
export interface ProviderSchema {
  readonly provider: Members;
  readonly resources: ReadonlyMap<string, Members>;
  readonly dataSources: ReadonlyMap<string, Members>;
  readonly ephemeralResources: ReadonlyMap<string, Members>;
}

/** An attribute; what is not told is false. */
export function attribute(name: string, type: CtyType, flags: Partial<Attribute> = {}): Attribute {
  const defaults = { required: false, optional: false, computed: false, sensitive: false, writeOnly: false };
  return { kind: "attribute", name, type, ...defaults, ...flags };
}

/** A block that may be given once or not at all; what is told wins. */
export function block(name: string, members: Members, rules: Partial<NestedBlock> = {}): NestedBlock {
  return { kind: "block", name, nesting: "list", required: false, maxItems: 1, members, ...rules };
}

/** The type of the object that a configuration with these members is decoded to. */
export function typeOf(members: Members): CtyType {
  return ["object", Object.fromEntries(members.map((member) => [member.name, memberType(member)]))];
}

function memberType(member: Member): CtyType {
  if (member.kind === "attribute") return member.type;
  const inner = typeOf(member.members);
  return member.nesting === "single" ? inner : [member.nesting, inner];
}
