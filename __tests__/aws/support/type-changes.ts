import type { CtyObject, CtyType, CtyValue } from "#offline-providers/protocol";

/** An attribute of a schema, as the plugin protocol has it. */
export interface Attribute {
  readonly name: string;
  readonly type: Uint8Array;
  readonly optional?: boolean;
  readonly required?: boolean;
  readonly write_only?: boolean;
}

/** A block of a schema, as the plugin protocol has it. */
export interface Block {
  readonly attributes?: readonly Attribute[];
  readonly block_types?: ReadonlyArray<{
    readonly type_name: string;
    readonly block: Block;
    readonly nesting: string;
    readonly min_items?: number;
  }>;
}

/** A change of one argument of a resource. */
export interface TypeChange {
  /** The argument, with the blocks that it is in: `volume.name`. */
  readonly path: string;
  readonly before: CtyObject;
  readonly after: CtyObject;
}

/** One argument, and the value that its block has then. */
type Step = readonly [path: string, changed: CtyObject];

/**
 * Changes of a resource, one argument at a time: each gets another value, and where it is optional it is taken away.
 *
 * @param state has exactly the attributes and blocks of the schema
 * @param given paths of the arguments that are wanted
 */
export function changesOf(block: Block, state: CtyObject, given: ReadonlySet<string>): TypeChange[] {
  return steps(block, state, given, "").map(([path, after]) => ({ path, before: state, after }));
}

/** A state in which every argument that is wanted has another value. */
export function changedAtOnce(
  block: Block,
  state: CtyObject,
  wanted: ReadonlySet<string>,
  within = "",
): CtyObject {
  const attributes = (block.attributes ?? []).map(({ name, write_only }): [string, CtyValue] => {
    const value = state[name] ?? null;
    return [name, wanted.has(within + name) && !write_only ? another(value) : value];
  });
  const blocks = (block.block_types ?? []).map(({ type_name: name, block: inner }): [string, CtyValue] => {
    const value = state[name] ?? null;
    const change = (item: CtyValue) => changedAtOnce(inner, item as CtyObject, wanted, `${within}${name}.`);
    if (!wanted.has(within + name) || isEmpty(value)) return [name, value];
    return [name, Array.isArray(value) ? value.map(change) : change(value)];
  });
  return Object.fromEntries([...attributes, ...blocks]);
}

function steps(block: Block, value: CtyObject, given: ReadonlySet<string>, within: string): Step[] {
  const ofAttributes = (block.attributes ?? []).flatMap(({ name, optional, write_only }): Step[] => {
    const path = within + name;
    const present = value[name] ?? null;
    if (!given.has(path) || write_only || isEmpty(present)) return [];
    const others = [another(present), ...(optional ? [less(present)] : [])];
    return others.map((other) => [path, { ...value, [name]: other }]);
  });
  const ofBlocks = (block.block_types ?? []).flatMap((nested): Step[] => {
    const { type_name: name, block: inner, nesting, min_items: least = 0 } = nested;
    const path = within + name;
    if (!given.has(path) || isEmpty(value[name] ?? null)) return [];
    const items = [value[name]].flat() as CtyObject[];
    const put = (changed: CtyObject[]): CtyValue => (nesting === "SINGLE" ? (changed[0] ?? null) : changed);
    const inItems = items.flatMap((item, at) =>
      steps(inner, item, given, `${path}.`).map(([each, changed]): Step => {
        return [each, { ...value, [name]: put(items.with(at, changed)) }];
      }),
    );
    const without: Step[] = items.length > least ? [[path, { ...value, [name]: put(items.slice(1)) }]] : [];
    return [...without, ...inItems];
  });
  return [...ofAttributes, ...ofBlocks];
}

function isEmpty(value: CtyValue): boolean {
  return value === null || (typeof value === "object" && Object.keys(value).length === 0);
}

/** A map or list without its first entry; nothing, where it has one or none. */
function less(value: CtyValue): CtyValue {
  if (typeof value !== "object" || value === null || Object.keys(value).length < 2) return null;
  return Array.isArray(value)
    ? value.slice(1)
    : Object.fromEntries(Object.entries(value as CtyObject).slice(1));
}

/** Another value of the same form: the first thing in it that can be changed is. */
export function another(value: CtyValue): CtyValue {
  if (typeof value === "boolean") return !value;
  if (typeof value === "number") return value + 1;
  if (typeof value === "string") return anotherText(value);
  if (Array.isArray(value)) return value.length > 0 ? [another(value[0]!), ...value.slice(1)] : value;
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value as CtyObject);
  const at = entries.findIndex(([, each]) => !isEmpty(each));
  return Object.fromEntries(entries.map(([name, each], i) => [name, i === at ? another(each) : each]));
}

/** A policy stays one. */
function anotherText(text: string): string {
  if (text.startsWith('{"')) return JSON.stringify(another(JSON.parse(text)));
  return /^\d+$/.test(text) ? String(Number(text) + 1) : `${text}x`;
}

/** Paths of the arguments that the blocks of a synthesized document give. */
export function pathsGiven(value: unknown, within = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => pathsGiven(item, within));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    // How long Terraform waits is nothing that AWS is told.
    if (name === "timeouts") return [];
    if (name === "dynamic") return pathsOfDynamic(inner, within);
    return [within + name, ...pathsGiven(inner, `${within}${name}.`)];
  });
}

function pathsOfDynamic(blocks: object, within: string): string[] {
  return Object.entries(blocks).flatMap(([name, generators]) => {
    const contents = [generators].flat().map(({ content }: { content?: unknown }) => content);
    return [within + name, ...pathsGiven(contents, `${within}${name}.`)];
  });
}

/** A value of a state with exactly the attributes and blocks of a schema. */
export function conformed({ attributes = [], block_types: blocks = [] }: Block, state: CtyObject): CtyObject {
  const values = attributes.map(({ name, type }): [string, CtyValue] => [
    name,
    ofType(JSON.parse(Buffer.from(type).toString()), state[name] ?? null),
  ]);
  const nested = blocks.map(({ type_name, block, nesting }): [string, CtyValue] => {
    const inner = [state[type_name] ?? []].flat() as CtyObject[];
    const items = inner.map((item) => conformed(block, item));
    return [type_name, nesting === "SINGLE" ? (items[0] ?? null) : items];
  });
  return Object.fromEntries([...values, ...nested]);
}

function ofType(type: CtyType, value: CtyValue): CtyValue {
  if (value === null || typeof type === "string") return value;
  const [kind, inner] = type;
  if (kind === "object") {
    const given = value as CtyObject;
    return Object.fromEntries(
      Object.entries(inner).map(([name, each]) => [name, ofType(each, given[name] ?? null)]),
    );
  }
  return Array.isArray(value) && kind !== "tuple"
    ? value.map((item) => ofType(inner as CtyType, item))
    : value;
}

/** The part of a state that a configuration gives. */
export function configured(block: Block, state: CtyObject, given: ReadonlySet<string>): CtyObject {
  const { attributes = [], block_types: blocks = [] } = block;
  const others = [
    ...attributes.filter(({ name }) => !given.has(name)).map(({ name }) => [name, null]),
    ...blocks
      .filter(({ type_name: name }) => !given.has(name))
      .map(({ type_name: name, nesting }) => [name, nesting === "SINGLE" ? null : []]),
  ];
  return { ...state, ...Object.fromEntries(others) };
}
