import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * Keeps the states of stacks in memory, as Terraform's backend `http`. The local backend writes the whole state to the
 * disk after each resource, which is most of the time of an apply where a provider answers at once.
 */
export class StateServer {
  private readonly states = new Map<string, string>();
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      const name = request.url!.slice(1);
      const body: Buffer[] = [];
      request.on("data", (chunk: Buffer) => body.push(chunk));
      request.on("end", () => {
        if (request.method === "POST") this.set(name, Buffer.concat(body).toString());
        const known = request.method === "POST" || this.states.has(name);
        response
          .writeHead(known ? 200 : 404)
          .end(request.method === "GET" ? this.states.get(name) : undefined);
      });
    });
    // It ends with the tests, whatever becomes of them.
    this.server.unref();
  }

  static async start(): Promise<StateServer> {
    const server = new StateServer();
    await new Promise<void>((resolve) => server.server.listen(0, "127.0.0.1", resolve));
    return server;
  }

  /** A stack's `backend` that keeps its state here by the given name. */
  backend(name: string): object {
    const { port } = this.server.address() as AddressInfo;
    return { http: { address: `http://127.0.0.1:${port}/${name}` } };
  }

  /** The text of a state; empty before the first apply. */
  get(name: string): string {
    return this.states.get(name) ?? "";
  }

  set(name: string, state: string): void {
    this.states.set(name, state);
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}
