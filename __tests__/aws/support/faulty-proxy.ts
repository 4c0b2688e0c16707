import { type IncomingMessage, type ServerResponse, request as send } from "node:http";
import { buffer } from "node:stream/consumers";
import { LocalServer } from "../../support/local-server";

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
export class FaultyProxy extends LocalServer {
  /** Operations in the order of their calls, e.g. `GetObject`. */
  readonly calls: string[] = [];
  /** Calls that the target has answered with success. */
  readonly served: ServedCall[] = [];
  /** Says which call fails, and how; the first call of an operation is 1. @default - none */
  fault: (operation: string, call: number) => Fault | undefined = () => undefined;

  /** @param target URL of what stands behind it */
  constructor(
    private readonly target: string,
    /** Names the operation of a call. */
    private readonly nameOf: (method: string, url: URL) => string,
    /** Answers to operations that the target lacks. */
    private readonly answers: Readonly<Record<string, Fault>> = {},
  ) {
    super();
  }

  protected override answer(request: IncomingMessage, response: ServerResponse): void {
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
  }

  /** Forgets calls and faults. */
  reset(): void {
    this.calls.length = 0;
    this.served.length = 0;
    this.fault = () => undefined;
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
