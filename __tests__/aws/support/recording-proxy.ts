import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { LocalServer } from "../../support/local-server";

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
export class RecordingProxy extends LocalServer {
  readonly calls: RecordedCall[] = [];

  /** @param target URL of the emulator */
  constructor(
    private readonly target: string,
    private readonly complete?: Completion,
  ) {
    super();
  }

  protected override async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
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
    const content = Buffer.from(await answer.arrayBuffer());
    const completed = this.complete?.(operation, answer.ok ? JSON.parse(content.toString()) : undefined);
    if (completed) {
      response.writeHead(200, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify(completed));
      return;
    }
    response.writeHead(answer.status, given);
    response.end(content);
  }
}
