import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { answersIdentity } from "../../../support/caller-identity";
import { LocalServer } from "../../../support/local-server";

type Answer = Readonly<Record<string, unknown>>;

/**
 * ECS and Systems Manager, as far as a port is forwarded, and STS. An operation without an answer is denied, as IAM denies it.
 * `__tests__/aws/port-forward.test.ts` asks a moto server in place of this.
 */
export class EmulatedService extends LocalServer {
  readonly answers = new Map<string, Answer>();
  private made: Array<{ readonly operation: string; readonly input: unknown; readonly region: string }> = [];

  /** The calls since the last time that this was asked. */
  takeCalls() {
    const calls = this.made;
    this.made = [];
    return calls;
  }

  protected override async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    if (answersIdentity(body, "123456789012", response)) return;
    const operation = String(request.headers["x-amz-target"]).split(".").at(-1)!;
    const region = /Credential=[^/]+\/\d+\/([^/]+)/.exec(request.headers.authorization ?? "")?.[1] ?? "";
    this.made.push({ operation, input: JSON.parse(body), region });
    const found = this.answers.get(operation);
    const refusal = { __type: "AccessDeniedException", message: `not authorized to perform: ${operation}` };
    response.writeHead(found ? 200 : 400, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify(found ?? refusal));
  }
}
