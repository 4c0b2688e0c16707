import type { Member, Members, NestedBlock } from "./model";

const NESTING = { single: "SINGLE", list: "LIST", set: "SET" } as const;

/** A schema as the plugin protocol carries it. */
export function schemaMessage(members: Members): object {
  return { version: 0, block: blockMessage(members) };
}

function blockMessage(members: Members): object {
  return {
    attributes: members.filter((member) => member.kind === "attribute").map(attributeMessage),
    block_types: members.filter((member) => member.kind === "block").map(nestedBlockMessage),
  };
}

function attributeMessage(member: Member & { kind: "attribute" }): object {
  const { kind: _, type, writeOnly, ...flags } = member;
  return { ...flags, type: Buffer.from(JSON.stringify(type)), write_only: writeOnly };
}

function nestedBlockMessage({ name, members, nesting, required, maxItems }: NestedBlock): object {
  return {
    type_name: name,
    block: blockMessage(members),
    nesting: NESTING[nesting],
    min_items: required ? 1 : 0,
    // Terraform wants both limits of a single block to be equal.
    max_items: nesting === "single" ? Number(required) : maxItems,
  };
}
