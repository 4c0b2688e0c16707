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
  readonly diagnostics?: ReadonlyArray<{ severity: string; summary: string; detail?: string }>;
  readonly requires_replace?: ReadonlyArray<{ steps?: ReadonlyArray<{ attribute_name?: string }> }>;
}

type Call = (request: object, respond: (error: Error | null, response: never) => void) => void;

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
    client[method]!.call(client, request, (error, response) =>
      error ? reject(error) : resolve(response as T),
    );
  });
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
