import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { listen, portOf } from "../../../support/local-server";

type Handler = (request: IncomingMessage, response: ServerResponse, count: number) => void;

/** A server that counts what it is asked for, which a report is compared with. */
export class CountingServer {
  requests = 0;
  connections = 0;
  /** Answers that it gave, by status. */
  readonly statuses: Record<string, number> = {};
  readonly paths: Record<string, number> = {};
  readonly cookies = new Set<string | undefined>();
  private constructor(
    readonly server: ReturnType<typeof createServer>,
    private readonly scheme: string,
  ) {}

  /** @param certificate serves HTTPS; without, HTTP */
  static async start(handler: Handler, certificate?: { key: string; cert: string }): Promise<CountingServer> {
    const server = certificate ? createTlsServer(certificate) : createServer();
    const counting = new CountingServer(server, certificate ? "https" : "http");
    server.on(certificate ? "secureConnection" : "connection", () => counting.connections++);
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      counting.requests++;
      counting.paths[request.url!] = (counting.paths[request.url!] ?? 0) + 1;
      counting.cookies.add(request.headers.cookie);
      response.once("finish", () => {
        counting.statuses[response.statusCode] = (counting.statuses[response.statusCode] ?? 0) + 1;
      });
      handler(request, response, counting.requests);
    });
    await listen(server);
    return counting;
  }

  get url(): string {
    return `${this.scheme}://localhost:${portOf(this.server)}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }
}
