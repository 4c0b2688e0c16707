import {
  Client,
  credentials,
  type handleUnaryCall,
  type MethodDefinition,
  Server,
  ServerCredentials,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import { PROTOCOL_FILE, StackFiles } from "#offline-providers/protocol";
import { mapField, textOf } from "./message-fields";
import { UnusedBlocks } from "./unused-blocks";

const UNLIMITED = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };

/** Fields of the protocol's message GetProviderSchema.Response that are maps from types to schemas. */
const RESOURCES = 2;
const DATA_SOURCES = 3;
const EPHEMERAL_RESOURCES = 8;
/** Fields of their entries. */
const TYPE = 1;
const SCHEMA = 2;

const FIREWALL = "aws_wafv2_web_acl";

/** How Terraform is told of a provider that runs already. */
export interface Reattachment {
  readonly Addr: { readonly Network: string; readonly String: string };
}

/**
 * Stands between Terraform and a provider that runs, and hands on everything to the byte, but of the schemas only those
 * of the types that a stack has: each command of Terraform takes three seconds to read those of all 1,500. Of the
 * firewall, it hands on the blocks that the stack has.
 */
export class LeanProvider {
  private constructor(
    private readonly server: Server,
    private readonly client: Client,
    readonly reattachment: Reattachment,
  ) {}

  /** @param stackFolder is read anew for each command */
  static async inFrontOf(provider: Reattachment, stackFolder: string): Promise<LeanProvider> {
    const { Network, String: address } = provider.Addr;
    const target = Network === "unix" ? `unix:${address}` : address;
    const client = new Client(target, credentials.createInsecure(), UNLIMITED);
    const server = new Server(UNLIMITED);
    const firewall = new UnusedBlocks(FIREWALL);
    const used = new UsedSchemas(stackFolder, firewall);
    let schemas: Buffer | undefined;
    const { methods, handlers } = handedOn(client, async (name, request, ask) => {
      if (name !== "GetSchema")
        return firewall.response(name, request, await ask(firewall.request(name, request)));
      schemas ??= await ask(request);
      return used.among(schemas);
    });
    server.addService(methods, handlers);
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      );
    });
    const Addr = { Network: "tcp", String: `127.0.0.1:${port}` };
    return new LeanProvider(server, client, { ...provider, Addr });
  }

  close(): void {
    this.server.forceShutdown();
    this.client.close();
  }
}

type Ask = (request: Buffer) => Promise<Buffer>;

/** The calls of the protocol, as bytes. */
function handedOn(
  client: Client,
  answer: (name: string, request: Buffer, ask: Ask) => Promise<Buffer>,
): { methods: ServiceDefinition; handlers: UntypedServiceImplementation } {
  const asBytes = (bytes: Buffer) => bytes;
  const service = loadSync(PROTOCOL_FILE)["tfplugin5.Provider"] as ServiceDefinition;
  const methods: Record<string, MethodDefinition<Buffer, Buffer>> = {};
  const handlers: UntypedServiceImplementation = {};
  for (const [name, method] of Object.entries(service)) {
    methods[name] = {
      ...method,
      requestSerialize: asBytes,
      requestDeserialize: asBytes,
      responseSerialize: asBytes,
      responseDeserialize: asBytes,
    };
    const ask: Ask = (request) =>
      new Promise((resolve, reject) => {
        client.makeUnaryRequest(method.path, asBytes, asBytes, request, (error, response) =>
          error ? reject(error) : resolve(response!),
        );
      });
    const handle: handleUnaryCall<Buffer, Buffer> = ({ request }, respond) => {
      answer(name, request, ask).then((response) => respond(null, response), respond);
    };
    handlers[name] = handle;
  }
  return { methods, handlers };
}

/** The schemas of what a stack's files name. */
class UsedSchemas {
  private readonly files: StackFiles;

  constructor(
    stackFolder: string,
    private readonly firewall: UnusedBlocks,
  ) {
    this.files = new StackFiles(stackFolder);
  }

  /** Leaves out the schemas of all others. */
  among(schemas: Buffer): Buffer {
    this.files.read();
    const used = new Map([
      [RESOURCES, this.files.resources],
      [DATA_SOURCES, this.files.dataSources],
      [EPHEMERAL_RESOURCES, this.files.ephemeralResources],
    ]);
    return [...used].reduce(
      (kept, [field, types]) =>
        mapField(kept, field, (entry) => {
          const type = textOf(entry, TYPE)!;
          if (type === FIREWALL && field === RESOURCES) return this.ofFirewall(entry);
          return types.has(type) ? entry : undefined;
        }),
      schemas,
    );
  }

  private ofFirewall(entry: Uint8Array): Buffer | undefined {
    if (!this.files.resources.has(FIREWALL)) return undefined;
    const isUsed = (block: string) => this.files.names.has(block);
    return mapField(entry, SCHEMA, (schema) => this.firewall.leaveOut(schema, isUsed));
  }
}
