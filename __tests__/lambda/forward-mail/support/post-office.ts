import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type {
  GetObjectCommand,
  GetObjectTaggingCommand,
  PutObjectTaggingCommand,
  Tag,
} from "@aws-sdk/client-s3";
import { SESv2Client } from "@aws-sdk/client-sesv2";
import type { SESEvent } from "aws-lambda";
import { Forwarder } from "../../../../lambda/forward-mail/forwarder";

// The SDK advises of the Node.js that tests run in, and a function in Lambda has its own.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

export const ENVIRONMENT = {
  BUCKET: "clinic-mail",
  KEY_PREFIX: "inbox/",
  FORWARD_TO: "desk@practice.example",
  FROM_ADDRESS: "notifications@clinic.example",
  RECIPIENT: "help@clinic.example",
  CONFIGURATION_SET: "clinic",
  QUOTA_PERCENT: "50",
  AWS_LAMBDA_FUNCTION_NAME: "clinic-forward-mail",
};

export const MESSAGE_ID = "o3vrnil0e2ic28trm7dfhrc2v0clambda4nbp0g1";

/** Facts that SES tells of a message beside itself. */
export interface Arriving {
  /** @default "jane@patient.example" */
  readonly source?: string;
  /** Verdicts other than PASS, by test. */
  readonly verdicts?: Partial<Record<"spam" | "virus" | "spf" | "dkim" | "dmarc", string>>;
  readonly messageId?: string;
}

export function sesEvent({
  source = "jane@patient.example",
  verdicts = {},
  messageId = MESSAGE_ID,
}: Arriving = {}) {
  const verdict = (test: keyof typeof verdicts) => ({ status: verdicts[test] ?? "PASS" });
  return {
    Records: [
      {
        eventSource: "aws:ses",
        eventVersion: "1.0",
        ses: {
          mail: {
            messageId,
            source,
            timestamp: "2026-03-01T08:30:00.000Z",
            destination: [ENVIRONMENT.RECIPIENT],
          },
          receipt: {
            recipients: [ENVIRONMENT.RECIPIENT],
            spamVerdict: verdict("spam"),
            virusVerdict: verdict("virus"),
            spfVerdict: verdict("spf"),
            dkimVerdict: verdict("dkim"),
            dmarcVerdict: verdict("dmarc"),
            action: { type: "Lambda", invocationType: "Event" },
          },
        },
      },
    ],
  } as unknown as SESEvent;
}

export interface SentMessage {
  readonly raw: Buffer;
  /** The rest of the call. */
  readonly input: Readonly<Record<string, unknown>>;
}

type Answer = Error | undefined;

/** Requests as the SDK gives them to whatever speaks HTTP for it. */
interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
}

/** A bucket and a mail service in memory, with a forwarder between them. */
export class PostOffice {
  readonly sent: SentMessage[] = [];
  readonly calls: string[] = [];
  readonly log: string[] = [];
  tags: Tag[] = [];
  /** Objects by key. */
  readonly bucket = new Map<string, Buffer>();
  /** Says how the mail service answers a message. @default - it takes all */
  answer: (message: SentMessage, attempt: number) => Answer = () => undefined;
  /** Errors by the name of the call that they meet. */
  readonly failures = new Map<string, Error>();
  environment: NodeJS.ProcessEnv = ENVIRONMENT;
  /** The account's quota as SES tells it, in the names of its API; an error meets the question. */
  sendQuota: object | Error = { Max24HourSend: 200, MaxSendRate: 1, SentLast24Hours: 0 };

  private attempts = 0;
  private readonly ses = new SESv2Client({
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
    requestHandler: { handle: (request: HttpRequest) => this.post(request) } as never,
  });

  /** Stores a message as SES does, and hands its event to the function. */
  async deliver(raw: Buffer | string, arriving: Arriving = {}): Promise<void> {
    const { messageId = MESSAGE_ID } = arriving;
    this.bucket.set(`inbox/${messageId}`, typeof raw === "string" ? Buffer.from(raw, "latin1") : raw);
    await this.invoke(sesEvent(arriving));
  }

  async invoke(event: SESEvent, forwarder = this.forwarder()): Promise<void> {
    await forwarder.handle(event, { getRemainingTimeInMillis: () => 60_000 });
  }

  /** One that knows nothing yet, as after Lambda has started the function. */
  forwarder(): Forwarder {
    return new Forwarder({
      s3: { send: (command: unknown) => this.s3(command as S3Command) } as never,
      ses: this.ses,
      // Each invocation reads it anew.
      environment: new Proxy({}, { get: (_, name) => this.environment[name as string] }),
      write: (line) => this.log.push(line),
    });
  }

  /** The last line of the log. */
  get told(): Record<string, unknown> {
    return JSON.parse(this.log.at(-1)!);
  }

  private async s3(command: S3Command) {
    const name = command.constructor.name;
    this.calls.push(name);
    const failure = this.failures.get(name);
    if (failure) throw failure;
    const { input } = command;
    const body = this.bucket.get(input.Key!);
    if (input.Bucket !== ENVIRONMENT.BUCKET || !body) throw Object.assign(new Error(), { name: "NoSuchKey" });
    if (name === "GetObjectTaggingCommand") return { TagSet: this.tags };
    if ("Tagging" in input) {
      this.tags = input.Tagging!.TagSet!;
      return {};
    }
    return { Body: chunksOf(body), ContentLength: body.length };
  }

  private async post(request: HttpRequest) {
    return request.method === "GET" ? this.account(request) : this.takeMessage(request);
  }

  private async account({ path }: HttpRequest) {
    expect(path).toBe("/v2/email/account");
    this.calls.push("GetAccount");
    if (this.sendQuota instanceof Error) throw this.sendQuota;
    const body = Readable.from(JSON.stringify({ SendQuota: this.sendQuota }));
    return { response: { statusCode: 200, headers: {}, body } };
  }

  private async takeMessage({ headers, body }: HttpRequest) {
    this.calls.push("SendEmail");
    const octets = await buffer(body);
    expect(headers["content-length"]).toBe(String(octets.length));
    expect(headers["x-amz-content-sha256"]).toBe(createHash("sha256").update(octets).digest("hex"));
    const { Content, ...input } = JSON.parse(octets.toString());
    const message = { raw: Buffer.from(Content.Raw.Data, "base64"), input };
    const answer = this.answer(message, ++this.attempts) as ReturnType<typeof awsError> | undefined;
    if (!answer) this.sent.push(message);
    else if (!answer.$metadata.httpStatusCode) throw answer;
    return {
      response: {
        statusCode: answer?.$metadata.httpStatusCode ?? 200,
        headers: answer ? { "x-amzn-errortype": answer.name } : {},
        body: Readable.from(
          JSON.stringify({ MessageId: `sent-${this.sent.length}`, message: answer?.message }),
        ),
      },
    };
  }
}

type S3Command = GetObjectCommand | GetObjectTaggingCommand | PutObjectTaggingCommand;

async function* chunksOf(body: Buffer) {
  for (let start = 0; start < body.length; start += 1000) yield body.subarray(start, start + 1000);
}

/** An error as the SDK throws it; without a status, there was no answer. */
export function awsError(name: string, status?: number, message = "jane@patient.example is to blame") {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status, requestId: "r-1" } });
}
