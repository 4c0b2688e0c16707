import { credentials, loadPackageDefinition, type ServiceClientConstructor } from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import {
  type CtyObject,
  type CtyType,
  type CtyValue,
  encodeValue,
  PROTOCOL_FILE,
} from "#offline-providers/protocol";
import type { Reattachment } from "./lean-provider";

interface Attribute {
  readonly name: string;
  readonly type: Uint8Array;
  readonly optional?: boolean;
  readonly required?: boolean;
  readonly write_only?: boolean;
}

interface Block {
  readonly attributes?: readonly Attribute[];
  readonly block_types?: ReadonlyArray<{
    readonly type_name: string;
    readonly block: Block;
    readonly nesting: string;
  }>;
}

interface Plan {
  readonly planned_state?: object;
  readonly planned_private?: Uint8Array;
  readonly diagnostics?: ReadonlyArray<{ severity: string; summary: string; detail?: string }>;
  readonly requires_replace?: ReadonlyArray<{ steps?: ReadonlyArray<{ attribute_name?: string }> }>;
}

type Call = (
  request: object,
  options: { readonly deadline: number },
  respond: (error: Error | null, response: never) => void,
) => void;

/** The provider answers within this time, or is not waited for. */
const SECONDS = 10;

/** Asks a provider that runs already what it would plan, as Terraform asks it. */
export class ProviderClient {
  private constructor(
    private readonly client: Readonly<Record<string, Call>> & { close(): void },
    private readonly resources: Readonly<Record<string, { readonly block: Block }>>,
  ) {}

  /** @param reattach what the provider announced */
  static async connect(reattach: Reattachment, settings: CtyObject): Promise<ProviderClient> {
    const { Network, String: address } = reattach.Addr;
    const definition = loadSync(PROTOCOL_FILE, {
      keepCase: true,
      defaults: false,
      enums: String,
      longs: Number,
    });
    const { Provider } = (
      loadPackageDefinition(definition) as unknown as { tfplugin5: { Provider: ServiceClientConstructor } }
    ).tfplugin5;
    const target = Network === "unix" ? `unix:${address}` : address;
    const options = { "grpc.max_receive_message_length": -1 };
    const client = new Provider(target, credentials.createInsecure(), options) as never;
    const schema = await call<{
      provider: { block: Block };
      resource_schemas: Record<string, { block: Block }>;
    }>(client, "GetSchema", {});
    const block = schema.provider.block;
    const config = { msgpack: encodeValue({ ...sampleOf(block, {}), ...settings }, typeOf(block)) };
    const prepared = await call<{ prepared_config: object }>(client, "PrepareProviderConfig", { config });
    await call(client, "Configure", { terraform_version: "1.11.4", config: prepared.prepared_config });
    return new ProviderClient(client, schema.resource_schemas);
  }

  close(): void {
    this.client.close();
  }

  /** Arguments that a resource of a type has, apart from those of blocks. */
  argumentsOf(type: string): string[] {
    return (this.resources[type]?.block.attributes ?? [])
      .filter(({ optional, required, write_only }) => (optional || required) && !write_only)
      .map(({ name }) => name);
  }

  /**
   * Applies a change of one argument of a resource that exists.
   *
   * @param state what the resource is; attributes that the provider does not have are left out
   * @param argument name of an argument or block
   * @returns false where the provider would replace the resource, and where it has no such argument or no value of it
   */
  async change(type: string, state: CtyObject, argument: string): Promise<boolean> {
    const { block } = this.resources[type]!;
    const prior = conformed(block, state);
    const value = prior[argument] ?? null;
    if (value === null || (Array.isArray(value) && value.length === 0)) return false;
    return this.apply(type, prior, { ...prior, [argument]: changed(value) });
  }

  /** Applies the creation of a resource. */
  async make(type: string, state: CtyObject): Promise<void> {
    const { block } = this.resources[type]!;
    await this.apply(type, null, configured(block, conformed(block, state)));
  }

  /** Applies the deletion of a resource that exists. */
  async remove(type: string, state: CtyObject): Promise<void> {
    await this.apply(type, conformed(this.resources[type]!.block, state), null);
  }

  private async apply(type: string, prior: CtyObject | null, after: CtyObject | null): Promise<boolean> {
    const { block } = this.resources[type]!;
    const encode = (value: CtyObject | null) => ({ msgpack: encodeValue(value, typeOf(block)) });
    const config = encode(after && configured(block, after));
    const plan = await call<Plan>(this.client, "PlanResourceChange", {
      type_name: type,
      prior_state: encode(prior),
      proposed_new_state: encode(after),
      config,
      prior_private: Buffer.alloc(0),
    });
    const isReplaced = prior !== null && (plan.requires_replace ?? []).length > 0;
    if (isReplaced || !plan.planned_state) return false;
    await call(this.client, "ApplyResourceChange", {
      type_name: type,
      prior_state: encode(prior),
      planned_state: plan.planned_state,
      config,
      planned_private: plan.planned_private,
    });
    return true;
  }

  /**
   * Whether a change of one argument replaces a resource: it exists with some value of the right type in the argument,
   * and all else empty, and shall have another one.
   *
   * @param argument a path such as `volume.name`
   * @returns `undefined` where the provider does not say, for it refuses the resource as a whole
   */
  async replaces(type: string, argument: string): Promise<boolean | undefined> {
    const { block } = this.resources[type]!;
    const [name] = argument.split(".");
    const [before, after] = ["one", "two"].map((value) => ({
      ...sampleOf(block, { id: "one" }),
      ...valueAt(block, argument.split("."), value),
    }));
    const encode = (value: CtyObject) => ({ msgpack: encodeValue(value, typeOf(block)) });
    const plan = await call<Plan>(this.client, "PlanResourceChange", {
      type_name: type,
      prior_state: encode(before!),
      proposed_new_state: encode(after!),
      config: encode({ ...after!, id: null }),
      prior_private: Buffer.alloc(0),
    });
    if ((plan.diagnostics ?? []).some(({ severity }) => severity === "ERROR")) return undefined;
    return (plan.requires_replace ?? []).some(({ steps = [] }) => steps[0]?.attribute_name === name);
  }
}

function call<T>(client: Readonly<Record<string, Call>>, method: string, request: object): Promise<T> {
  return new Promise((resolve, reject) => {
    const options = { deadline: Date.now() + SECONDS * 1000 };
    client[method]!.call(client, request, options, (error, response) =>
      error ? reject(error) : resolve(response as T),
    );
  });
}

/** A value of a state with exactly the attributes and blocks of a schema. */
function conformed({ attributes = [], block_types: blocks = [] }: Block, state: CtyObject): CtyObject {
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

/** The part of a state that a configuration can give. */
function configured({ attributes = [] }: Block, state: CtyObject): CtyObject {
  const computed = attributes
    .filter(({ optional, required }) => !optional && !required)
    .map(({ name }) => name);
  return { ...state, ...Object.fromEntries(computed.map((name) => [name, null])), id: null };
}

/** Another value of the same form: the first thing in it that can be changed is. */
function changed(value: CtyValue): CtyValue {
  if (typeof value === "boolean") return !value;
  if (typeof value === "number") return value + 1;
  if (typeof value === "string") return /^\d+$/.test(value) ? String(Number(value) + 1) : `${value}x`;
  if (Array.isArray(value)) return value.length > 0 ? [changed(value[0]!), ...value.slice(1)] : value;
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value as CtyObject);
  const at = entries.findIndex(([, each]) => each !== null && !(Array.isArray(each) && each.length === 0));
  return Object.fromEntries(entries.map(([name, each], i) => [name, i === at ? changed(each) : each]));
}

/** An object in which only some values are given. */
function sampleOf({ attributes = [], block_types: blocks = [] }: Block, values: CtyObject): CtyObject {
  const empty = [
    ...attributes.map(({ name }): [string, CtyValue] => [name, null]),
    ...blocks.map(({ type_name, nesting }): [string, CtyValue] => [
      type_name,
      nesting === "SINGLE" ? null : [],
    ]),
  ];
  return { ...Object.fromEntries(empty), ...values };
}

function valueAt(block: Block, [name, ...rest]: readonly string[], value: string): CtyObject {
  const nested = block.block_types?.find(({ type_name }) => type_name === name);
  if (nested) {
    // A block that forces a replacement as a whole is one that was not there before.
    if (rest.length === 0 && value === "one") return {};
    const inner =
      rest.length === 0 ? filled(nested.block) : sampleOf(nested.block, valueAt(nested.block, rest, value));
    return { [name!]: nested.nesting === "SINGLE" ? inner : [inner] };
  }
  const attribute = block.attributes?.find((candidate) => candidate.name === name);
  if (!attribute)
    throw new Error(`There is no ${name}, only ${block.attributes?.map((other) => other.name)}.`);
  return { [name!]: sampleValue(JSON.parse(Buffer.from(attribute.type).toString()), value) };
}

function filled(block: Block): CtyObject {
  const given = (block.attributes ?? []).filter(({ optional, required }) => optional || required);
  const values = given.map(({ name, type }) => [
    name,
    sampleValue(JSON.parse(Buffer.from(type).toString()), "two"),
  ]);
  return sampleOf(block, Object.fromEntries(values));
}

/** Two different values of a type. */
function sampleValue(type: CtyType, value: string): CtyValue {
  if (type === "number") return value === "one" ? 1 : 2;
  if (type === "bool") return value === "two";
  if (typeof type === "string") return value;
  if (type[0] === "map") return { key: sampleValue(type[1], value) };
  if (type[0] === "object") {
    return Object.fromEntries(
      Object.entries(type[1]).map(([name, inner]) => [name, sampleValue(inner, value)]),
    );
  }
  return type[0] === "tuple" ? [] : [sampleValue(type[1], value)];
}

function typeOf({ attributes = [], block_types: blocks = [] }: Block): CtyType {
  const types = [
    ...attributes.map(({ name, type }): [string, CtyType] => [
      name,
      JSON.parse(Buffer.from(type).toString()),
    ]),
    ...blocks.map(({ type_name, block, nesting }): [string, CtyType] => {
      const inner = typeOf(block);
      return [type_name, nesting === "SINGLE" ? inner : [nesting === "SET" ? "set" : "list", inner]];
    }),
  ];
  return ["object", Object.fromEntries(types)];
}
