import { createServer, type IncomingMessage, type ServerResponse, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** A fault that a call meets instead of its answer. */
export type Fault =
  /** An answer of the service. */
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body: string }
  /** The connection ends: before the answer, or within it. */
  | "reset"
  | "truncated"
  /** No answer ever. */
  | "silence";

export interface ServedCall {
  readonly operation: string;
  readonly body: Buffer;
}

/** Stands between a program and an emulator, and has calls fail. */
export class FaultyProxy {
  /** Operations in the order of their calls, e.g. `GetObject`. */
  readonly calls: string[] = [];
  /** Calls that the target has answered with success. */
  readonly served: ServedCall[] = [];
  /** Says which call fails, and how; the first call of an operation is 1. @default - none */
  fault: (operation: string, call: number) => Fault | undefined = () => undefined;

  private constructor(
    private readonly target: string,
    /** Names the operation of a call. */
    private readonly nameOf: (method: string, url: URL) => string,
    /** Answers to operations that the target lacks. */
    private readonly answers: Readonly<Record<string, Fault>>,
  ) {}

  private readonly server = createServer((request, response) => {
    const operation = this.nameOf(request.method!, new URL(request.url!, this.target));
    this.calls.push(operation);
    const call = this.calls.filter((name) => name === operation).length;
    const fault = this.fault(operation, call) ?? this.answers[operation];
    if (fault === "silence") return;
    if (fault === "reset") {
      request.socket.destroy();
    } else if (typeof fault === "object") {
      // The call is read to its end, since a service answers after that.
      request.resume().once("end", () => response.writeHead(fault.status, fault.headers).end(fault.body));
    } else {
      this.pass(operation, request, response, fault === "truncated");
    }
  });

  static async start(
    target: string,
    nameOf: (method: string, url: URL) => string,
    answers: Readonly<Record<string, Fault>> = {},
  ): Promise<FaultyProxy> {
    const proxy = new FaultyProxy(target, nameOf, answers);
    await new Promise<void>((resolve) => proxy.server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Forgets calls and faults. */
  reset(): void {
    this.calls.length = 0;
    this.served.length = 0;
    this.fault = () => undefined;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async pass(
    operation: string,
    request: IncomingMessage,
    response: ServerResponse,
    truncated: boolean,
  ): Promise<void> {
    const { method, headers } = request;
    const body = await buffer(request);
    const passed = send(new URL(request.url!, this.target), { method, headers }, (answer) => {
      if (answer.statusCode === 200) this.served.push({ operation, body });
      response.writeHead(answer.statusCode!, answer.headers);
      if (!truncated) return answer.pipe(response);
      return answer.once("data", (chunk: Buffer) => {
        response.write(chunk.subarray(0, chunk.length >> 1), () => response.destroy());
      });
    });
    passed.once("error", () => response.destroy());
    passed.end(body);
  }
}
