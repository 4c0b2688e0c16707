import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

type Answer = Readonly<Record<string, unknown>>;

/**
 * ECS and Systems Manager, as far as a port is forwarded. An operation without an answer is denied, as IAM denies it.
 * `__tests__/aws/port-forward.test.ts` asks a moto server in place of this.
 */
export class EmulatedService {
  readonly answers = new Map<string, Answer>();
  private made: Array<{ readonly operation: string; readonly input: unknown; readonly region: string }> = [];
  private readonly server: Server = createServer((request, response) => void this.answer(request, response));

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  /** The calls since the last time that this was asked. */
  takeCalls() {
    const calls = this.made;
    this.made = [];
    return calls;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const operation = String(request.headers["x-amz-target"]).split(".").at(-1)!;
    const region = /Credential=[^/]+\/\d+\/([^/]+)/.exec(request.headers.authorization ?? "")?.[1] ?? "";
    this.made.push({ operation, input: await json(request), region });
    const found = this.answers.get(operation);
    const refusal = { __type: "AccessDeniedException", message: `not authorized to perform: ${operation}` };
    response.writeHead(found ? 200 : 400, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify(found ?? refusal));
  }
}
