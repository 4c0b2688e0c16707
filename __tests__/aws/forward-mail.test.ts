import path from "node:path";
import {
  CreateBucketCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { CreateEmailIdentityCommand, SESv2Client } from "@aws-sdk/client-sesv2";
import { CHARSETS } from "../lambda/forward-mail/corpus/charsets";
import { message } from "../lambda/forward-mail/corpus/specimen";
import { bytesOf, read } from "../lambda/forward-mail/support/arrived";
import { ENVIRONMENT, MESSAGE_ID, sesEvent } from "../lambda/forward-mail/support/post-office";
import { FaultyProxy } from "./support/faulty-proxy";
import { LambdaProcess } from "./support/lambda-process";
import { type EmulatedAws, startMoto } from "./support/moto";

const ENTRY = path.resolve(__dirname, "../../lambda/forward-mail/handler.ts");
const PLACE = { Bucket: ENVIRONMENT.BUCKET, Key: `${ENVIRONMENT.KEY_PREFIX}${MESSAGE_ID}` };
const ERROR_500 = { status: 500, body: "<Error><Code>InternalError</Code></Error>" };

/** An answer of SES. */
const answer = (status: number, name: string) => ({
  status,
  headers: { "x-amzn-errortype": name },
  body: '{"message":"jane@patient.example"}',
});

let aws: EmulatedAws;
let proxy: FaultyProxy;
let lambda: LambdaProcess;
let s3: S3Client;

beforeAll(async () => {
  aws = await startMoto();
  const nameOf = (method: string, { pathname, searchParams }: URL) => {
    if (pathname === "/v2/email/account") return "GetAccount";
    if (pathname.startsWith("/v2/email/")) return "SendEmail";
    return `${method === "GET" ? "Get" : "Put"}Object${searchParams.has("tagging") ? "Tagging" : ""}`;
  };
  // The emulator has no quota: this is that of a new account.
  const quota = { SendQuota: { Max24HourSend: 200, MaxSendRate: 1, SentLast24Hours: 0 } };
  proxy = new FaultyProxy(aws.url, nameOf, {
    GetAccount: { status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(quota) },
  });
  await proxy.start();
  lambda = await LambdaProcess.start(ENTRY, { ...ENVIRONMENT, AWS_ENDPOINT_URL: proxy.url });
  const client = {
    region: "us-east-1",
    endpoint: aws.url,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  };
  s3 = new S3Client({ ...client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: PLACE.Bucket }));
  await new SESv2Client(client).send(new CreateEmailIdentityCommand({ EmailIdentity: "clinic.example" }));
});

afterAll(async () => {
  proxy?.stop();
  await lambda?.stop();
  await aws?.stop();
});

/** Stores a message, and what to expect later. */
async function store(raw: Buffer): Promise<void> {
  await s3.send(
    new PutObjectCommand({ ...PLACE, Body: raw, ServerSideEncryption: "aws:kms", Tagging: "owner=clinic" }),
  );
}

/** Messages that the emulated SES has taken since the last reset. */
function sent() {
  return proxy.served
    .filter(({ operation }) => operation === "SendEmail")
    .map(({ body }) => {
      const { Content, Destination } = JSON.parse(body.toString());
      return { raw: Buffer.from(Content.Raw.Data, "base64"), to: Destination.ToAddresses };
    });
}

async function tags() {
  const { TagSet = [] } = await s3.send(new GetObjectTaggingCommand(PLACE));
  return Object.fromEntries(TagSet.map(({ Key, Value }) => [Key, Value]));
}

beforeEach(async () => {
  proxy.reset();
  lambda.log.length = 0;
  await store(message([]));
});

const told = () => JSON.parse(lambda.log.at(-1)!);

test("a stored message is forwarded once, and stays as it was", async () => {
  expect(await lambda.invoke(sesEvent())).toBeUndefined();
  expect(await lambda.invoke(sesEvent())).toBeUndefined();
  const [one, ...others] = sent();
  expect(others).toEqual([]);
  expect(one!.to).toEqual(["desk@practice.example"]);
  expect((await read(one!.raw)).email).toMatchObject({
    from: { name: "Jane Roe via OpenEMR", address: "notifications@clinic.example" },
    subject: "Refill",
    text: "Hello\n",
  });
  expect(await tags()).toEqual({ owner: "clinic", forwarding: "forwarded-message" });
  const { Body } = await s3.send(new GetObjectCommand(PLACE));
  expect(Buffer.from(await Body!.transformToByteArray())).toEqual(message([]));
  expect(told()).toMatchObject({ repeated: true });
});

test("the bundle decodes names as the tables do that it leaves out", async () => {
  const named = CHARSETS.filter(({ from }) => from);
  expect(named.length).toBeGreaterThan(4);
  for (const { raw, from } of named) {
    proxy.reset();
    await store(raw);
    expect(await lambda.invoke(sesEvent())).toBeUndefined();
    const [one] = sent();
    const { email } = await read(one!.raw);
    expect(email.from).toMatchObject({ name: `${from} via OpenEMR` });
  }
});

describe("a call that fails for a moment is made again", () => {
  const operations = ["GetObjectTagging", "GetObject", "SendEmail", "PutObjectTagging"];
  test.each(
    operations.flatMap((operation) => [
      { what: "answered with a fault", operation, fault: ERROR_500 },
      { what: "cut off", operation, fault: "reset" as const },
    ]),
  )("$operation, $what", async ({ operation, fault }) => {
    proxy.fault = (called, call) => (called === operation && call === 1 ? fault : undefined);
    expect(await lambda.invoke(sesEvent())).toBeUndefined();
    expect(proxy.calls.filter((called) => called === operation)).toHaveLength(2);
    expect(told()).toMatchObject({ kind: "forwarded" });
    expect(told()).not.toHaveProperty("unrecorded");
    const [one, ...others] = sent();
    expect(others).toEqual([]);
    expect((await read(one!.raw)).email.text).toBe("Hello\n");
  });
});

describe("a call that fails for longer leaves the message to the next attempt", () => {
  const denied = { status: 403, body: "<Error><Code>AccessDenied</Code></Error>" };
  test.each([
    [
      "tags that cannot be read",
      "GetObjectTagging",
      ERROR_500,
      "Could not read the tags of the stored message: ",
    ],
    [
      "a message that may not be read",
      "GetObject",
      denied,
      "Could not read the stored message: AccessDenied",
    ],
    [
      "a connection that ends before the message",
      "GetObject",
      "reset",
      "Could not read the stored message: ",
    ],
    [
      "a connection that ends within the message",
      "GetObject",
      "truncated",
      "Could not read the stored message: ",
    ],
    [
      "a fault of SES",
      "SendEmail",
      answer(500, "InternalServiceErrorException"),
      "SES did not take the message: ",
    ],
    ["too many messages", "SendEmail", answer(429, "TooManyRequestsException"), "TooManyRequestsException"],
    [
      "no permission to send",
      "SendEmail",
      answer(403, "AccessDeniedException"),
      "The function's role may not send",
    ],
    ["a connection to SES that ends", "SendEmail", "reset", "SES did not take the message: "],
  ] as const)("%s", async (_, failing, fault, text) => {
    proxy.fault = (operation) => (operation === failing ? fault : undefined);
    const error = await lambda.invoke(sesEvent());
    expect(error).toContain(text);
    expect(`${error}${lambda.log}`).not.toContain("patient");
    expect(told()).toMatchObject({ Failed: 1 });
    expect(await tags()).toEqual({ owner: "clinic" });
    expect(sent()).toEqual([]);

    proxy.reset();
    expect(await lambda.invoke(sesEvent())).toBeUndefined();
    expect(sent()).toHaveLength(1);
  });

  test("also when there is no answer until the function's time is over", async () => {
    proxy.fault = (operation) => (operation === "SendEmail" ? "silence" : undefined);
    expect(await lambda.invoke(sesEvent(), 4000)).toContain("SES did not take the message: ");
    expect(told()).toMatchObject({ Failed: 1, Reason: "sending" });
  });
});

test("a tag that cannot be written does not have the message sent again", async () => {
  proxy.fault = (operation) => (operation === "PutObjectTagging" ? ERROR_500 : undefined);
  expect(await lambda.invoke(sesEvent())).toBeUndefined();
  expect(told()).toMatchObject({ kind: "forwarded", unrecorded: expect.stringContaining("Could not tag") });
  expect(sent()).toHaveLength(1);
});

test("a message that SES rejects arrives as an attachment, and one that it rejects again as a notice", async () => {
  const rejection = answer(400, "MessageRejected");
  proxy.fault = (operation, call) => (operation === "SendEmail" && call < 2 ? rejection : undefined);
  expect(await lambda.invoke(sesEvent())).toBeUndefined();
  const [attached] = sent();
  const { email } = await read(attached!.raw);
  expect(bytesOf(email.attachments[0]!.content)).toEqual(message([]));

  await store(message([]));
  proxy.reset();
  proxy.fault = (operation, call) => (operation === "SendEmail" && call < 3 ? rejection : undefined);
  expect(await lambda.invoke(sesEvent())).toBeUndefined();
  expect(sent()[0]!.raw.toString()).toContain("Subject: A message could not be forwarded");
  expect(await tags()).toEqual({ owner: "clinic", forwarding: "noticed-refused" });
});

test("a message that is not in the bucket is an error", async () => {
  expect(await lambda.invoke(sesEvent({ messageId: "gone" }))).toContain("NoSuchKey");
});
