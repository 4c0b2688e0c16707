import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** A call of an AWS service. */
export interface RecordedCall {
  /** E.g. `CreateDBCluster`. */
  readonly operation: string;
  /** Parameters of a service that takes them as a form. */
  readonly form: URLSearchParams;
}

/**
 * Completes the JSON that an emulator answers to an operation; `undefined` where it has no answer. Where this gives
 * `undefined`, the emulator's answer stays as it is.
 */
export type Completion = (operation: string, answer: Record<string, unknown> | undefined) => unknown;

/** Stands between a client and an emulator, keeps what is sent, and completes what is answered. */
export class RecordingProxy {
  readonly calls: RecordedCall[] = [];

  private constructor(
    private readonly target: string,
    private readonly complete?: Completion,
  ) {}

  private readonly server = createServer(async (request, response) => {
    const body = await read(request);
    const form = new URLSearchParams(body);
    const operation = String(request.headers["x-amz-target"] ?? form.get("Action"))
      .split(".")
      .at(-1)!;
    this.calls.push({ operation, form });
    const { host: _host, connection: _connection, "content-length": _length, ...headers } = request.headers;
    const answer = await fetch(`${this.target}${request.url}`, {
      method: request.method,
      headers: headers as Record<string, string>,
      ...(body && { body }),
    });
    const { "content-encoding": _encoding, ...given } = Object.fromEntries(answer.headers);
    const text = Buffer.from(await answer.arrayBuffer());
    const completed = this.complete?.(operation, answer.ok ? JSON.parse(text.toString()) : undefined);
    if (completed) {
      response.writeHead(200, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify(completed));
      return;
    }
    response.writeHead(answer.status, given);
    response.end(text);
  });

  static async start(target: string, complete?: Completion): Promise<RecordingProxy> {
    const proxy = new RecordingProxy(target, complete);
    await new Promise<void>((resolve) => proxy.server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
