/**
 * The part of ECS's container agent that protects a task, by AWS's documentation as of 2026-11-29: "Amazon ECS task
 * scale-in protection endpoint" (developer guide), and the agent's source for the answers with an error.
 *
 * It refuses what the agent and the API UpdateTaskProtection behind it refuse: other paths and methods, fields that it
 * does not know, a body without ProtectionEnabled, and minutes out of 1 to 2,880.
 */
import { createServer, type Server } from "node:http";
import { text } from "node:stream/consumers";
import { listen, portOf } from "../../support/local-server";

const ARN = "arn:aws:ecs:eu-west-1:123456789012:task/openemr-test-cluster/1234567890abcdef0";
const PATH = "/api/1234567890abcdef0/task-protection/v1/state";

/** Answers that are not a yes. A failure has the status 200. */
export const REFUSALS = {
  "a right that is missing": {
    status: 400,
    body: {
      requestID: "12345-abc",
      error: { Arn: ARN, Code: "AccessDeniedException", Message: "not authorized: ecs:UpdateTaskProtection" },
    },
  },
  "a task that belongs to no service": {
    status: 200,
    body: { failure: { Arn: ARN, Detail: null, Reason: "TASK_NOT_VALID" } },
  },
  "an API that does not answer": {
    status: 504,
    body: {
      error: { Arn: ARN, Code: "RequestCanceled", Message: "Timed out calling ECS Task Protection API" },
    },
  },
} as const;

interface Answer {
  readonly status: number;
  readonly body: object;
}

export class EcsAgent {
  /** Answered instead while it is there. */
  refusal?: Answer;
  /** Bodies of the requests that were granted, oldest first. */
  readonly granted: object[] = [];
  /** Requests so far, also refused ones. */
  asked = 0;
  /** Problems with requests that the agent would not take. */
  readonly problems: string[] = [];
  private readonly server: Server = createServer(async (request, response) => {
    this.asked++;
    const { status, body } = this.answer(request.method, request.url, await text(request));
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
  });

  async listen(): Promise<void> {
    await listen(this.server);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** ECS_AGENT_URI, as ECS puts it into the environment of a container. */
  get uri(): string {
    return `http://127.0.0.1:${portOf(this.server)}/api/1234567890abcdef0`;
  }

  private answer(method: string | undefined, url: string | undefined, body: string): Answer {
    if (url !== PATH) return this.refuse(404, "ResourceNotFoundException", `no such path: ${url}`);
    if (method !== "PUT") return this.refuse(405, "MethodNotAllowed", `${method} sets nothing`);
    let request: Record<string, unknown>;
    try {
      request = JSON.parse(body) as Record<string, unknown>;
    } catch {
      return this.invalid(`failed to decode request: ${body}`);
    }
    const { ProtectionEnabled: enabled, ExpiresInMinutes: minutes, ...unknown } = request;
    if (Object.keys(unknown).length > 0) return this.invalid(`unknown fields: ${Object.keys(unknown)}`);
    if (typeof enabled !== "boolean") return this.invalid(`ProtectionEnabled is ${enabled}`);
    const inRange = Number.isInteger(minutes) && Number(minutes) >= 1 && Number(minutes) <= 2880;
    if (minutes !== undefined && !inRange) return this.invalid(`ExpiresInMinutes is ${minutes}`);
    if (this.refusal) return this.refusal;
    this.granted.push(request);
    const expires = new Date(Date.now() + Number(minutes ?? 120) * 60_000).toISOString();
    const protection = {
      ExpirationDate: enabled ? expires : null,
      ProtectionEnabled: enabled,
      TaskArn: ARN,
    };
    return { status: 200, body: { protection } };
  }

  private invalid(message: string): Answer {
    return this.refuse(400, "InvalidParameterException", message);
  }

  private refuse(status: number, code: string, message: string): Answer {
    this.problems.push(message);
    return { status, body: { error: { Arn: ARN, Code: code, Message: message } } };
  }
}
