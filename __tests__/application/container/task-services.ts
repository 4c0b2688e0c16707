import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SignatureV4 } from "@smithy/signature-v4";

const REGION = "eu-west-1";
const CREDENTIALS = {
  AccessKeyId: "ASIAEXAMPLE",
  SecretAccessKey: "kEy/of+the/role:of=the task",
  Token: "tOkEn//of+the/session==",
};
const CREDENTIALS_PATH = "/v2/credentials/of-the-task";

interface Answer {
  readonly status: number;
  readonly body: object;
}

/**
 * What a task finds around it, on one port: the credentials of its role, as ECS serves them, and parameters, as AWS
 * Systems Manager does. Requests are checked as AWS checks them, by the signing code of its SDK.
 */
export class TaskServices {
  /** Answered instead of a parameter while it is there. */
  refusal?: Answer;
  private held?: { readonly reached: () => void; readonly released: Promise<void> };
  private readonly values = new Map<string, string>();
  private readonly server: Server;

  constructor() {
    this.server = createServer(async (request, response) => {
      const { status, body } = await this.answer(request).catch((problem: Error) => refuse(problem.message));
      response.writeHead(status).end(JSON.stringify(body));
    });
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
  }

  async close(): Promise<void> {
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Somebody in the middle, who notes what is asked for and passes nothing on. */
  async proxy(): Promise<{
    readonly url: string;
    readonly asked: readonly string[];
    readonly close: () => void;
  }> {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(String(request.url));
      response.writeHead(502).end();
    });
    server.on("connect", (request, socket) => {
      asked.push(String(request.url));
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    return { url: `http://127.0.0.1:${port}`, asked, close: () => server.close() };
  }

  private get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What ECS and Terraform put into the environment of a task that reads a parameter. */
  environment(parameter: string): Record<string, string> {
    return {
      SETTINGS_PARAMETER: parameter,
      AWS_CONTAINER_CREDENTIALS_FULL_URI: this.url + CREDENTIALS_PATH,
      AWS_ENDPOINT_URL_SSM: this.url,
    };
  }

  /** Writes a parameter. @param arn of it. @default - of one that there was not before */
  write(
    value: string,
    arn = `arn:aws:ssm:${REGION}:123456789012:parameter/openemr-test/settings-${this.values.size}`,
  ): string {
    this.values.set(arn, value);
    return arn;
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
    await verify(request, body);
    if (this.refusal) return this.refusal;
    const { Name: name } = JSON.parse(body) as { Name: string };
    const value = this.values.get(name);
    if (value === undefined) return refuse("ParameterNotFound");
    const { held } = this;
    delete this.held;
    held?.reached();
    await held?.released;
    return { status: 200, body: { Parameter: { ARN: name, Type: "String", Value: value } } };
  }
}

const refuse = (type: string): Answer => ({ status: 400, body: { __type: type } });

async function verify({ method, url, headers }: IncomingMessage, body: string): Promise<void> {
  const target = headers["x-amz-target"];
  if (method !== "POST" || url !== "/" || target !== "AmazonSSM.GetParameter")
    throw new Error(`${url} ${target}`);
  if (headers["content-type"] !== "application/x-amz-json-1.1") throw new Error("UnknownOperationException");
  if (headers["x-amz-security-token"] !== CREDENTIALS.Token) throw new Error("UnrecognizedClientException");
  const signed = /SignedHeaders=([a-z0-9;-]+)/.exec(headers.authorization ?? "")?.[1]?.split(";") ?? [];
  if (!["host", "x-amz-date", "x-amz-security-token"].every((name) => signed.includes(name))) {
    throw new Error(`IncompleteSignature: ${signed}`);
  }
  const date = String(headers["x-amz-date"]).replace(
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/,
    "$1-$2-$3T$4:$5:$6Z",
  );
  const signer = new SignatureV4({
    service: "ssm",
    region: REGION,
    credentials: { accessKeyId: CREDENTIALS.AccessKeyId, secretAccessKey: CREDENTIALS.SecretAccessKey },
    sha256: Sha256,
    applyChecksum: false,
  });
  const request = {
    method,
    protocol: "http:",
    hostname: "127.0.0.1",
    path: "/",
    query: {},
    headers: Object.fromEntries(signed.map((name) => [name, String(headers[name])])),
    body,
  };
  const again = await signer.sign(request, { signingDate: new Date(date) });
  const signature = (authorization: string | undefined) =>
    /Signature=([0-9a-f]{64})/.exec(authorization ?? "")?.[1];
  if (
    !signature(headers.authorization) ||
    signature(headers.authorization) !== signature(again.headers.authorization)
  ) {
    throw new Error("SignatureDoesNotMatch");
  }
}

/** SHA-256 as the signing code wants to have it. */
class Sha256 {
  private readonly hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = secret ? createHmac("sha256", secret as string | Buffer) : createHash("sha256");
  }

  update(data: Uint8Array): void {
    this.hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return new Uint8Array(this.hash.digest());
  }

  reset(): void {
    throw new Error("not needed to sign");
  }
}
