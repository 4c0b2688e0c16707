import {
  loadPackageDefinition,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServiceClientConstructor,
  type sendUnaryData,
} from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import { SimulatedError } from "../simulation";
import { UnsupportedError } from "../unsupported-error";
import type { Request, Response, RpcHandler, RpcHandlers } from "./messages";
import { PROTOCOL_FILE } from "./protocol-file";

const PROTOCOL = loadSync(PROTOCOL_FILE, {
  keepCase: true,
  defaults: false,
  enums: String,
  longs: Number,
});

/** How Terraform is told of a provider process that is already running. */
export interface ReattachConfig {
  readonly Protocol: "grpc";
  readonly ProtocolVersion: 5;
  readonly Pid: number;
  readonly Test: true;
  readonly Addr: { readonly Network: "tcp"; readonly String: string };
}

/** Serves one provider on a port of its own, to this machine only. */
export class PluginServer {
  private constructor(
    private readonly server: Server,
    readonly reattach: ReattachConfig,
  ) {}

  static async start(handlers: RpcHandlers): Promise<PluginServer> {
    const server = new Server({
      "grpc.max_receive_message_length": -1,
      "grpc.max_send_message_length": -1,
      // Statistics of connections, which nobody asks for.
      "grpc.enable_channelz": 0,
    });
    const { Provider } = (loadPackageDefinition(PROTOCOL) as unknown as Tfplugin5).tfplugin5;
    const implementation = Object.entries(handlers).map(([name, handler]) => [name, unary(handler)]);
    server.addService(Provider.service, Object.fromEntries(implementation));
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      );
    });
    return new PluginServer(server, {
      Protocol: "grpc",
      ProtocolVersion: 5,
      Pid: process.pid,
      Test: true,
      Addr: { Network: "tcp", String: `127.0.0.1:${port}` },
    });
  }

  close(): void {
    this.server.forceShutdown();
  }
}

interface Tfplugin5 {
  tfplugin5: { Provider: ServiceClientConstructor };
}

/** Turns an error into a diagnostic, which Terraform shows, where it would otherwise see a broken connection. */
function unary(handler: RpcHandler) {
  return (call: ServerUnaryCall<Request, Response>, respond: sendUnaryData<Response>) => {
    try {
      const response = handler(call.request, call.getPeer());
      if (response instanceof Promise) response.then((late) => respond(null, late));
      else respond(null, response);
    } catch (error) {
      // A refusal speaks for itself; any other error is a defect of the providers.
      const { message, stack } = error as Error;
      const isMeant = error instanceof SimulatedError || error instanceof UnsupportedError;
      const detail = isMeant ? "" : `This is a defect of the offline providers.\n${stack}`;
      respond(null, { diagnostics: [{ severity: "ERROR", summary: message, detail }] });
    }
  };
}
