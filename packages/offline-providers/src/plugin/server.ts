import { once } from "node:events";
import { createServer, type Http2Server, type ServerHttp2Session, type ServerHttp2Stream } from "node:http2";
import type { AddressInfo } from "node:net";
import { type Method, Root } from "protobufjs";
import { SimulatedError } from "../simulation";
import { UnsupportedError } from "../unsupported-error";
import type { Request, Response, RpcHandler, RpcHandlers } from "./messages";
import { PROTOCOL_FILE } from "./protocol-file";

const PROVIDER = new Root()
  .loadSync(PROTOCOL_FILE, { keepCase: true })
  .resolveAll()
  .lookupService("tfplugin5.Provider");

/** How Terraform is told of a provider process that is already running. */
export interface ReattachConfig {
  readonly Protocol: "grpc";
  readonly ProtocolVersion: 5;
  readonly Pid: number;
  readonly Test: true;
  readonly Addr: { readonly Network: "tcp"; readonly String: string };
}

/**
 * Serves one provider on a port of its own, to this machine only. It speaks the part of gRPC that Terraform's calls
 * need, https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md: a stream of HTTP/2 for each call, with one message
 * each way. A plan of hundreds of resources makes thousands of calls, which cost a fifth less than by a library of gRPC.
 */
export class PluginServer {
  private readonly sessions = new Set<ServerHttp2Session>();

  private constructor(private readonly server: Http2Server) {
    server.on("session", (session) => {
      this.sessions.add(session);
      session.once("close", () => this.sessions.delete(session));
    });
  }

  static async start(handlers: RpcHandlers): Promise<PluginServer> {
    // Terraform asks for everything at once; the schemas of one answer are megabytes.
    const server = createServer({ maxSessionMemory: Number.MAX_SAFE_INTEGER });
    const started = new PluginServer(server);
    server.on("stream", (stream, headers) => {
      const name = String(headers[":path"]).split("/").at(-1)!;
      const [method, handler] = [PROVIDER.methods[name], handlers[name]];
      if (method && handler) answer(stream, method, handler);
      else stream.respond({ ...HEADERS, ...UNIMPLEMENTED }, { endStream: true });
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    return started;
  }

  get reattach(): ReattachConfig {
    const { port } = this.server.address() as AddressInfo;
    return {
      Protocol: "grpc",
      ProtocolVersion: 5,
      Pid: process.pid,
      Test: true,
      Addr: { Network: "tcp", String: `127.0.0.1:${port}` },
    };
  }

  close(): void {
    for (const session of this.sessions) session.destroy();
    this.server.close();
  }
}

const HEADERS = { ":status": 200, "content-type": "application/grpc" };
const OK = { "grpc-status": "0" };
const UNIMPLEMENTED = { "grpc-status": "12" };

/** A message follows a byte that says whether it is compressed, and four with its length. */
const PREFIX = 5;

function answer(stream: ServerHttp2Stream, method: Method, handler: RpcHandler): void {
  const chunks: Buffer[] = [];
  const caller = String(stream.session?.socket.remotePort);
  // Terraform may end in the middle of a call.
  stream.on("error", () => {});
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  stream.on("end", async () => {
    const message = await response(method, handler, Buffer.concat(chunks).subarray(PREFIX), caller);
    if (stream.destroyed) return;
    stream.respond(HEADERS, { waitForTrailers: true });
    stream.once("wantTrailers", () => stream.sendTrailers(OK));
    const prefix = Buffer.alloc(PREFIX);
    prefix.writeUInt32BE(message.length, 1);
    stream.end(Buffer.concat([prefix, message]));
  });
}

/** Turns an error into a diagnostic, which Terraform shows, where it would otherwise see a broken connection. */
async function response(
  { resolvedRequestType, resolvedResponseType }: Method,
  handler: RpcHandler,
  message: Uint8Array,
  caller: string,
): Promise<Uint8Array> {
  const encoded = (fields: Response) =>
    resolvedResponseType!.encode(resolvedResponseType!.fromObject(fields)).finish();
  try {
    const request = resolvedRequestType!.toObject(resolvedRequestType!.decode(message)) as Request;
    return encoded(await handler(request, caller));
  } catch (error) {
    // A refusal speaks for itself; any other error is a defect of the providers.
    const { message: summary, stack } = error as Error;
    const isMeant = error instanceof SimulatedError || error instanceof UnsupportedError;
    const detail = isMeant ? "" : `This is a defect of the offline providers.\n${stack}`;
    return encoded({ diagnostics: [{ severity: "ERROR", summary, detail }] });
  }
}
