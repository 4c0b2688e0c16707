import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { UserError } from "../../../src/user-error";

/** A browser takes `localhost` for either. */
const LOOPBACK = ["127.0.0.1", "::1"];

const PAGE = `<!doctype html><meta charset="utf-8"><title>API endpoint test</title>
<p style="font: 1.2em system-ui; margin: 3em">OpenEMR has answered, and the test goes on in the terminal. This page can be closed.</p>
`;

/** Receives the browser that OpenEMR sends back, on this machine only. */
export class RedirectListener {
  /**
   * By name: the firewall's managed rules take an address of numbers in a query for an attempt to have a file
   * included.
   */
  readonly redirectUri: string;
  private readonly servers: Server[];
  private receive: (parameters: URLSearchParams) => void = () => {};

  private constructor(private readonly port: number) {
    this.redirectUri = `http://localhost:${port}/callback`;
    this.servers = LOOPBACK.map(() => createServer((request, response) => this.answer(request, response)));
  }

  static async listen(port: number): Promise<RedirectListener> {
    const listener = new RedirectListener(port);
    await Promise.all(listener.servers.map((server, i) => listener.listenAt(server, LOOPBACK[i]!)));
    return listener;
  }

  /** Waits for the next browser, and gives the query that it brings. */
  async next(): Promise<URLSearchParams> {
    return new Promise((resolve) => {
      this.receive = resolve;
    });
  }

  close(): void {
    for (const server of this.servers) {
      server.close();
      server.closeAllConnections();
    }
  }

  private async listenAt(server: Server, host: string): Promise<void> {
    server.listen(this.port, host);
    try {
      await once(server, "listening");
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // Not every machine has IPv6.
      if (host === "::1" && code !== "EADDRINUSE") return;
      this.close();
      throw new UserError(
        `Port ${this.port} of this machine, for the browser's way back, cannot be used (${code}). Choose another: --port <number>.`,
      );
    }
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url ?? "/", this.redirectUri);
    if (request.method !== "GET" || pathname !== "/callback") {
      response.writeHead(404).end();
      return;
    }
    response
      .writeHead(200, {
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
        connection: "close",
      })
      .end(PAGE);
    this.receive(searchParams);
  }
}
