import { fromJson } from "../cty/json";
import { decodeValue, encodeValue } from "../cty/msgpack";
import type { CtyObject, CtyType, CtyValue } from "../cty/types";
import { type Problem, unconfigurable } from "../lifecycle/validate";
import type { ChangeResult } from "../operation-record";
import type { OfflineProvider } from "../provider";
import { type Members, type ProviderSchema, typeOf } from "../schema/model";
import type { StackSchemas } from "../schema/stack-schemas";
import { schemaMessage } from "../schema/wire";
import { SimulatedError } from "../simulation";
import type { DynamicValue, Request, Response, RpcHandlers } from "./messages";

/**
 * A mark on a resource that an import did not find. Terraform hands it to the read that follows, which could not tell by
 * the values: newer types have no `id`.
 */
const NOT_FOUND = Buffer.from("not found");

/** Answers the remote procedure calls of the plugin protocol for one provider and one stack. */
export class ProviderService {
  /** Each Terraform process, and each alias of the provider in it, has a connection of its own. */
  private readonly configurations = new Map<string, CtyObject>();
  private readonly types = new WeakMap<Members, CtyType>();
  /** Answers that are held back until Terraform asks to stop. */
  private readonly waiting: Array<() => void> = [];
  private readonly responses = new WeakMap<ProviderSchema, Response>();

  constructor(
    private readonly schemas: StackSchemas,
    private readonly provider: OfflineProvider,
  ) {}

  /** One handler for each call, by its name in the protocol. */
  readonly handlers: RpcHandlers = {
    GetSchema: () => this.schema(),
    PrepareProviderConfig: ({ config }) => ({ prepared_config: config }),
    ValidateResourceTypeConfig: ({ type_name, config }) => this.validate(config, this.resource(type_name)),
    ValidateDataSourceConfig: ({ type_name, config }) => this.validate(config, this.dataSource(type_name)),
    ValidateEphemeralResourceConfig: () => ({}),
    Configure: (request, connection) => {
      this.configurations.set(connection, this.decode(request.config, this.schemas.provider()) ?? {});
      return {};
    },
    UpgradeResourceState: ({ type_name, raw_state }) => {
      const members = this.resource(type_name);
      return { upgraded_state: this.encode(this.fromState(raw_state, members), members) };
    },
    MoveResourceState: ({ target_type_name, source_state }) => {
      const members = this.resource(target_type_name);
      return { target_state: this.encode(this.fromState(source_state, members), members) };
    },
    ImportResourceState: ({ type_name, id }, connection) => {
      const members = this.resource(type_name);
      const found = this.provider.import(type_name, id, this.configuration(connection));
      const state = this.encode(emptyObject(members, found ?? {}), members);
      return { imported_resources: [{ type_name, state, private: found ? null : NOT_FOUND }] };
    },
    ReadResource: (request) => this.readResource(request),
    PlanResourceChange: (request, connection) => {
      const members = this.resource(request.type_name);
      const planned = this.provider.plan(this.change(request, request.proposed_new_state, connection));
      return {
        planned_state: this.encode(planned.state, members),
        planned_private: request.prior_private,
        requires_replace: planned.replacedBecauseOf.map((name) => ({ steps: [{ attribute_name: name }] })),
      };
    },
    ApplyResourceChange: (request, connection) => {
      const result = this.provider.apply(this.change(request, request.planned_state, connection));
      const { state: new_state, ...rest } = this.outcome(result, this.resource(request.type_name));
      const response = { new_state, private: request.planned_private, ...rest };
      if (!result.answers) return response;
      return new Promise((resolve) => {
        if (result.answers === "when stopped") this.waiting.push(() => resolve(response));
      });
    },
    ReadDataSource: ({ type_name, config }, connection) => {
      const members = this.dataSource(type_name);
      const values = this.decode(config, members) ?? {};
      return this.outcome(
        this.provider.read(type_name, members, values, this.configuration(connection)),
        members,
      );
    },
    OpenEphemeralResource: ({ type_name, config }, connection) => {
      const members = this.known("ephemeral resource", type_name, this.schemas.ephemeralResource(type_name));
      const values = this.decode(config, members) ?? {};
      const opened = this.provider.open(type_name, values, this.configuration(connection));
      const { state: result, ...rest } = this.outcome(opened, members);
      return { result, ...rest };
    },
    CloseEphemeralResource: () => ({}),
    Stop: () => {
      for (const answer of this.waiting.splice(0)) answer();
      return {};
    },
  };

  private schema(): Response {
    const schema = this.schemas.current();
    const known = this.responses.get(schema) ?? schemaResponse(schema);
    this.responses.set(schema, known);
    return known;
  }

  private readResource({ type_name, current_state, private: memo }: Request): Response {
    const members = this.resource(type_name);
    const state = this.decode(current_state, members);
    if (!state) return { new_state: current_state, private: memo };
    if (memo && NOT_FOUND.equals(memo)) return { new_state: this.encode(null, members) };
    const { state: new_state, ...rest } = this.outcome(this.provider.refresh(type_name, state), members);
    return { new_state, private: memo, ...rest };
  }

  private change(request: Request, planned: DynamicValue, connection: string) {
    const members = this.resource(request.type_name);
    return {
      type: request.type_name,
      members,
      prior: this.decode(request.prior_state, members),
      planned: this.decode(planned, members),
      config: this.decode(request.config, members),
      provider: this.configuration(connection),
    };
  }

  private outcome({ state, error }: ChangeResult, members: Members): Response {
    const diagnostics = error === undefined ? [] : [{ severity: "ERROR", summary: error, detail: "" }];
    return { state: this.encode(state, members), diagnostics };
  }

  private configuration(connection: string): CtyObject {
    return this.configurations.get(connection) ?? {};
  }

  private validate(config: DynamicValue, members: Members): Response {
    const problems = unconfigurable(members, this.decode(config, members) ?? {});
    return { diagnostics: problems.map(problemMessage) };
  }

  private resource(type: string): Members {
    return this.known("resource type", type, this.schemas.resource(type));
  }

  private dataSource(type: string): Members {
    return this.known("data source", type, this.schemas.dataSource(type));
  }

  private known(kind: string, type: string, members: Members | undefined): Members {
    if (!members)
      throw new SimulatedError(`The provider ${this.schemas.providerName} has no ${kind} ${type}.`);
    return members;
  }

  private fromState(state: { json: Uint8Array }, members: Members): CtyObject {
    return fromJson(JSON.parse(Buffer.from(state.json).toString()), this.type(members)) as CtyObject;
  }

  private decode(value: DynamicValue, members: Members): CtyObject | null {
    return value ? (decodeValue(value.msgpack, this.type(members)) as CtyObject | null) : null;
  }

  private encode(value: CtyValue, members: Members): DynamicValue {
    return { msgpack: encodeValue(value, this.type(members)) };
  }

  private type(members: Members): CtyType {
    const known = this.types.get(members) ?? typeOf(members);
    this.types.set(members, known);
    return known;
  }
}

function schemaResponse({ provider, resources, dataSources, ephemeralResources }: ProviderSchema): Response {
  const messages = (schemas: ReadonlyMap<string, Members>) =>
    Object.fromEntries([...schemas].map(([type, members]) => [type, schemaMessage(members)]));
  return {
    provider: schemaMessage(provider),
    resource_schemas: messages(resources),
    data_source_schemas: messages(dataSources),
    ephemeral_resource_schemas: messages(ephemeralResources),
    server_capabilities: { move_resource_state: true, get_provider_schema_optional: true },
  };
}

function problemMessage({ path, summary, detail }: Problem): object {
  const steps = path.map((step) =>
    typeof step === "number" ? { element_key_int: step } : { attribute_name: step },
  );
  return { severity: "ERROR", summary, detail, attribute: { steps } };
}

/** An object of which only a few values are known yet: a block is empty, an attribute null. */
function emptyObject(members: Members, values: CtyObject): CtyObject {
  const empty = members.map((member): [string, CtyValue] => [
    member.name,
    member.kind === "block" && member.nesting !== "single" ? [] : null,
  ]);
  return { ...Object.fromEntries(empty), ...values };
}
