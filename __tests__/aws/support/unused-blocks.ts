import { decode, ExtData, encode } from "@msgpack/msgpack";
import { mapField, textOf } from "./message-fields";

/** Fields of the protocol's messages Schema, Schema.Block, Schema.NestedBlock and DynamicValue. */
const BLOCK_OF_SCHEMA = 2;
const NESTED_BLOCKS = 3;
const NAME_OF_NESTED = 1;
const BLOCK_OF_NESTED = 2;
const MSGPACK = 1;

/** Where requests and responses have values of a resource, by field, and the request its type in field 1. */
const VALUES: Readonly<
  Record<string, { readonly given: readonly number[]; readonly answered: readonly number[] }>
> = {
  ValidateResourceTypeConfig: { given: [2], answered: [] },
  UpgradeResourceState: { given: [], answered: [1] },
  ReadResource: { given: [2], answered: [1] },
  PlanResourceChange: { given: [2, 3, 4], answered: [1] },
  ApplyResourceChange: { given: [2, 3, 4], answered: [1] },
};

/** A block of a schema: which of the blocks in it are left out, and what is left out of the others. */
interface Unused {
  readonly names: string[];
  readonly within: Map<string, Unused>;
}

/**
 * Leaves out of the schema of one type what a stack does not use, and puts it back, empty, into the values that the
 * provider gets. Terraform compares types of values again and again: with all the statements that a firewall's rules
 * could have, and those in them, each command takes ten seconds.
 */
export class UnusedBlocks {
  private unused: Unused = { names: [], within: new Map() };

  constructor(private readonly type: string) {}

  /** @param schema of the type, as the provider has it */
  leaveOut(schema: Uint8Array, isUsed: (block: string) => boolean): Buffer {
    const unused: Unused = { names: [], within: new Map() };
    this.unused = unused;
    return mapField(schema, BLOCK_OF_SCHEMA, (block) => withoutUnused(block, isUsed, unused));
  }

  /** A request as the provider takes it. */
  request(call: string, request: Buffer): Buffer {
    return this.change(request, VALUES[call]?.given, request, putBack);
  }

  /** A response as Terraform takes it. */
  response(call: string, request: Buffer, response: Buffer): Buffer {
    return this.change(request, VALUES[call]?.answered, response, takeOut);
  }

  private change(
    request: Buffer,
    fields: readonly number[] = [],
    message: Buffer,
    convert: (value: unknown, unused: Unused) => unknown,
  ): Buffer {
    if (fields.length === 0 || textOf(request, 1) !== this.type) return message;
    const options = { useBigInt64: true };
    const converted = (bytes: Uint8Array) => encode(convert(decode(bytes, options), this.unused), options);
    return fields.reduce(
      (changed, field) => mapField(changed, field, (value) => mapField(value, MSGPACK, converted)),
      message,
    );
  }
}

function withoutUnused(block: Uint8Array, isUsed: (name: string) => boolean, unused: Unused): Buffer {
  return mapField(block, NESTED_BLOCKS, (nested) => {
    const name = textOf(nested, NAME_OF_NESTED)!;
    if (!isUsed(name)) {
      unused.names.push(name);
      return undefined;
    }
    const within: Unused = { names: [], within: new Map() };
    unused.within.set(name, within);
    return mapField(nested, BLOCK_OF_NESTED, (inner) => withoutUnused(inner, isUsed, within));
  });
}

type Values = Record<string, unknown>;

/** All blocks of the provider are lists or sets. */
function putBack(value: unknown, unused: Unused): unknown {
  const empty = Object.fromEntries(unused.names.map((name) => [name, []]));
  return eachBlock(value, unused, putBack, (values) => ({ ...values, ...empty }));
}

function takeOut(value: unknown, unused: Unused): unknown {
  return eachBlock(value, unused, takeOut, (values) => {
    const rest = { ...values };
    for (const name of unused.names) {
      const blocks = values[name];
      if (Array.isArray(blocks) && blocks.length > 0)
        throw new Error(`The provider makes ${name}, which no file names.`);
      delete rest[name];
    }
    return rest;
  });
}

/** Converts an object, or each of a list, and what is in the blocks that are used. */
function eachBlock(
  value: unknown,
  unused: Unused,
  convert: typeof putBack,
  own: (values: Values) => Values,
): unknown {
  if (value === null || value instanceof ExtData) return value;
  if (Array.isArray(value)) return value.map((each) => convert(each, unused));
  const values = own(value as Values);
  for (const [name, within] of unused.within) {
    if (name in values) values[name] = convert(values[name], within);
  }
  return values;
}
