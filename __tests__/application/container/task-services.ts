/**
 * AWS as a task meets it: credentials, a parameter, secrets. Compared on 2026-11-30 with botocore's models of SSM and
 * Secrets Manager: targets, version of JSON, names of errors. It refuses requests whose signature is not AWS's.
 */
import { createServer, type IncomingMessage, type Server } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { listen, portOf } from "../../support/local-server";
import { CREDENTIALS, checkSignature } from "./request-signature";

const REGION = "eu-west-1";
const CREDENTIALS_PATH = "/v2/credentials/of-the-task";

interface Answer {
  readonly status: number;
  readonly body: object;
}

const refuse = (type: string): Answer => ({ status: 400, body: { __type: type } });

/**
 * Services that a task finds around it, on one port: the credentials of its role, as ECS serves them, and parameters and
 * secrets, as AWS serves them to who signs.
 */
export class TaskServices {
  /** Answered instead of a parameter or a secret while it is there. */
  refusal?: Answer;
  /** Names of the secrets that were read so far. */
  readonly secretsRead: string[] = [];
  private held?: { readonly reached: () => void; readonly released: Promise<void> };
  private readonly parameters = new Map<string, string>();
  private readonly secrets = new Map<string, string>();
  private readonly server: Server;

  constructor() {
    this.server = createServer(async (request, response) => {
      const { status, body } = await this.answer(request).catch((problem: Error) => refuse(problem.message));
      response.writeHead(status).end(JSON.stringify(body));
    });
  }

  async listen(): Promise<void> {
    await listen(this.server);
  }

  async close(): Promise<void> {
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Variables that ECS and Terraform put into the environment of a task that reads a parameter. */
  environment(parameter: string): Record<string, string> {
    const url = `http://127.0.0.1:${portOf(this.server)}`;
    return {
      SETTINGS_PARAMETER: parameter,
      AWS_CONTAINER_CREDENTIALS_FULL_URI: url + CREDENTIALS_PATH,
      AWS_ENDPOINT_URL: url,
    };
  }

  /** Writes a parameter. @param arn of it. @default - of one that there was not before */
  write(
    value: string,
    arn = `arn:aws:ssm:${REGION}:123456789012:parameter/openemr-test/settings-${this.parameters.size}`,
  ): string {
    this.parameters.set(arn, value);
    return arn;
  }

  /** Keeps a secret. @param name of it. @default - one that there was not before */
  keep(value: string, name = `openemr-test-${this.secrets.size}`): string {
    this.secrets.set(name, value);
    return name;
  }

  /** Makes the next task that reads a parameter wait for the answer, which is what was written by then. */
  hold(): { readonly reached: Promise<void>; readonly release: () => void } {
    let reach = () => {};
    let release = () => {};
    const reached = new Promise<void>((resolve) => {
      reach = resolve;
    });
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.held = { reached: reach, released };
    return { reached, release };
  }

  private async answer(request: IncomingMessage): Promise<Answer> {
    const body = await text(request);
    if (request.url === CREDENTIALS_PATH) return { status: 200, body: CREDENTIALS };
    const { method, url, headers } = request;
    const isJson = headers["content-type"] === "application/x-amz-json-1.1";
    if (method !== "POST" || url !== "/" || !isJson)
      return refuse(`UnknownOperationException: ${method} ${url}`);
    const question = JSON.parse(body) as { readonly Name: string; readonly SecretId: string };
    switch (headers["x-amz-target"]) {
      case "AmazonSSM.GetParameter":
        await checkSignature(request, body, "ssm", REGION);
        return this.refusal ?? this.parameter(question.Name);
      case "secretsmanager.GetSecretValue":
        await checkSignature(request, body, "secretsmanager", REGION);
        return this.refusal ?? this.secret(question.SecretId);
      default:
        return refuse("UnknownOperationException");
    }
  }

  private async parameter(arn: string): Promise<Answer> {
    const value = this.parameters.get(arn);
    if (value === undefined) return refuse("ParameterNotFound");
    const { held } = this;
    delete this.held;
    held?.reached();
    await held?.released;
    return { status: 200, body: { Parameter: { ARN: arn, Type: "String", Value: value } } };
  }

  private secret(name: string): Answer {
    const value = this.secrets.get(name);
    if (value === undefined) return refuse("ResourceNotFoundException");
    this.secretsRead.push(name);
    return { status: 200, body: { Name: name, VersionStages: ["AWSCURRENT"], SecretString: value } };
  }
}

/** Somebody between a task and AWS, who notes what is asked for. */
export class HttpProxy {
  readonly asked: string[] = [];
  private readonly server: Server;

  /** @param tunnel the port of this machine where every tunnel ends. @default - nothing is passed on */
  constructor(tunnel?: number) {
    this.server = createServer((request, response) => {
      this.asked.push(String(request.url));
      response.writeHead(502).end();
    });
    this.server.on("connect", (request, socket) => {
      this.asked.push(String(request.url));
      if (tunnel === undefined) {
        socket.destroy();
        return;
      }
      const end = connect(tunnel, "127.0.0.1");
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      socket.pipe(end).pipe(socket);
      for (const one of [socket, end]) one.on("error", () => {});
    });
  }

  async listen(): Promise<string> {
    await listen(this.server);
    return `http://127.0.0.1:${portOf(this.server)}`;
  }

  close(): void {
    this.server.close();
  }
}
