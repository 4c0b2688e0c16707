import { credentials, loadPackageDefinition, type ServiceClientConstructor } from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import {
  type CtyObject,
  type CtyType,
  type CtyValue,
  canonicalJson,
  decodeValue,
  encodeValue,
  isWhollyKnown,
  PROTOCOL_FILE,
} from "#offline-providers/protocol";
import type { Reattachment } from "./lean-provider";
import { type Block, changedAtOnce, changesOf, configured, conformed, type TypeChange } from "./type-changes";

interface Plan {
  readonly planned_state?: { readonly msgpack: Uint8Array };
  readonly planned_private?: Uint8Array;
  readonly diagnostics?: ReadonlyArray<{ severity: string; summary: string; detail?: string }>;
  readonly requires_replace?: ReadonlyArray<{ steps?: ReadonlyArray<{ attribute_name?: string }> }>;
}

type Call = (
  request: object,
  options: { readonly deadline: number },
  respond: (error: Error | null, response: never) => void,
) => void;

/** The outcome of a change. `changed` says that the provider tried it; AWS may have answered with an error. */
export type Outcome = "changed" | "refused" | "replaced" | "same";

/** The provider answers within this time, or is not waited for. */
const SECONDS = 10;
/** The schema of the firewall has three levels of statements, so that a plan takes ten seconds of processor time. */
const SECONDS_OF: Readonly<Record<string, number>> = { aws_wafv2_web_acl: 300 };

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
   * See {@link changesOf}. The state is completed by the defaults with which the provider would make it, some of which
   * force a replacement where a state has nothing, and by what the provider itself would put into it.
   *
   * @param given paths of the arguments that a configuration gives
   */
  async changesOf(type: string, state: CtyObject, given: ReadonlySet<string>): Promise<TypeChange[]> {
    const { block } = this.resources[type]!;
    const found = withTags(conformed(block, state));
    const known = withDefaults(found, await this.planned(type, null, found, given));
    const completed = await this.planned(type, known, known, given);
    return changesOf(block, withKnown(completed, known), given);
  }

  private async planned(
    type: string,
    prior: CtyObject | null,
    after: CtyObject,
    given: ReadonlySet<string>,
  ): Promise<CtyObject> {
    const { block } = this.resources[type]!;
    const proposed = prior ? after : configured(block, after, given);
    const { planned_state: planned } = await this.plan(type, prior, proposed, given);
    return planned ? (decodeValue(planned.msgpack, typeOf(block)) as CtyObject) : after;
  }

  /** Applies a change of a resource that exists, unless the provider would replace the resource or finds it no change. */
  async change(type: string, { before, after }: TypeChange, given: ReadonlySet<string>): Promise<Outcome> {
    return this.apply(type, before, after, given);
  }

  /** The state of a resource in which all of the given arguments have other values at once, but those that are kept. */
  changedAtOnce(
    type: string,
    state: CtyObject,
    given: ReadonlySet<string>,
    kept: readonly string[],
  ): TypeChange {
    const { block } = this.resources[type]!;
    const before = withTags(conformed(block, state));
    const wanted = new Set([...given].filter((path) => !kept.includes(path)));
    return { path: "*", before, after: changedAtOnce(block, before, wanted) };
  }

  /** Applies the creation of a resource. */
  async make(type: string, state: CtyObject, given: ReadonlySet<string>): Promise<void> {
    const { block } = this.resources[type]!;
    const after = withTags(conformed(block, state));
    await this.apply(type, null, configured(block, after, given), given);
  }

  /** Applies the deletion of a resource that exists. */
  async remove(type: string, state: CtyObject): Promise<void> {
    await this.apply(type, conformed(this.resources[type]!.block, state), null, new Set());
  }

  /** Refreshes a resource that exists. */
  async read(type: string, state: CtyObject): Promise<void> {
    const current_state = this.encoded(type, conformed(this.resources[type]!.block, state));
    await call(this.client, "ReadResource", { type_name: type, current_state, private: Buffer.alloc(0) });
  }

  private async apply(
    type: string,
    prior: CtyObject | null,
    after: CtyObject | null,
    given: ReadonlySet<string>,
  ): Promise<Outcome> {
    const plan = await this.plan(type, prior, after, given);
    if (prior !== null && (plan.requires_replace ?? []).length > 0) return "replaced";
    if (!plan.planned_state) return "refused";
    const { block } = this.resources[type]!;
    // Terraform applies nothing where a plan is what is there.
    const planned = decodeValue(plan.planned_state.msgpack, typeOf(block));
    if (canonicalJson(planned) === canonicalJson(prior)) return "same";
    const applied = call(
      this.client,
      "ApplyResourceChange",
      {
        type_name: type,
        prior_state: this.encoded(type, prior),
        planned_state: plan.planned_state,
        config: this.encoded(type, after && configured(block, after, given)),
        planned_private: plan.planned_private,
      },
      SECONDS_OF[type],
    );
    // It tries some calls again and again, for minutes. At the deadline it may be the provider that ends first, and is cancelled.
    await applied.catch((error) => {
      if (!/DEADLINE_EXCEEDED|CANCELLED/.test(String(error))) throw error;
    });
    return "changed";
  }

  private async plan(
    type: string,
    prior: CtyObject | null,
    after: CtyObject | null,
    given: ReadonlySet<string>,
  ): Promise<Plan> {
    const request = {
      type_name: type,
      prior_state: this.encoded(type, prior),
      proposed_new_state: this.encoded(type, after),
      config: this.encoded(type, after && configured(this.resources[type]!.block, after, given)),
      prior_private: Buffer.alloc(0),
    };
    return call<Plan>(this.client, "PlanResourceChange", request, SECONDS_OF[type]);
  }

  private encoded(type: string, value: CtyObject | null) {
    return { msgpack: encodeValue(value, typeOf(this.resources[type]!.block)) };
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

function call<T>(
  client: Readonly<Record<string, Call>>,
  method: string,
  request: object,
  seconds = SECONDS,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const options = { deadline: Date.now() + seconds * 1000 };
    client[method]!.call(client, request, options, (error, response) =>
      error ? reject(error) : resolve(response as T),
    );
  });
}

/** The first of two states, and what the second has where the first knows nothing yet. */
function withKnown(state: CtyObject, other: CtyObject): CtyObject {
  const known = Object.entries(state).map(([name, value]) => [
    name,
    isWhollyKnown(value) ? value : other[name],
  ]);
  return Object.fromEntries(known);
}

/** A state, and what a plan has where the state has nothing. */
function withDefaults(state: CtyObject, planned: CtyObject): CtyObject {
  const values = Object.entries(state).map(([name, value]) => [
    name,
    value === null && isWhollyKnown(planned[name] ?? null) ? (planned[name] ?? null) : value,
  ]);
  return Object.fromEntries(values);
}

/** The state of a resource whose tags are all its own, and not the provider's defaults. */
function withTags(state: CtyObject): CtyObject {
  return "tags_all" in state ? { ...state, tags: state.tags_all ?? null } : state;
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
