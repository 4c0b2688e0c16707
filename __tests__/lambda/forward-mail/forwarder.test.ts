import libmime = require("libmime");

import { message, utf8 } from "./corpus/specimen";
import { bytesOf, read } from "./support/arrived";
import { awsError, ENVIRONMENT, MESSAGE_ID, PostOffice, sesEvent } from "./support/post-office";

let office: PostOffice;
beforeEach(() => {
  office = new PostOffice();
});
afterEach(() => jest.restoreAllMocks());

const attempts = () => office.calls.filter((call) => call === "SendEmail").length;
const refused = () => awsError("MessageRejected", 400, "Unsupported file type of jane@patient.example");
/** As the SDK throws it: by another name. */
const connectionError = (code: string) => Object.assign(awsError("TimeoutError"), { code });

describe("sends", () => {
  test("to the one address, with bounces to our own and the configuration set", async () => {
    await office.deliver(message([]));
    expect(office.sent[0]!.input).toEqual({
      Destination: { ToAddresses: ["desk@practice.example"] },
      FeedbackForwardingEmailAddress: "help@clinic.example",
      ConfigurationSetName: "clinic",
    });
  });

  test("without a configuration set or a prefix, where there is none", async () => {
    office.environment = { ...ENVIRONMENT, CONFIGURATION_SET: "", KEY_PREFIX: "" };
    office.bucket.set(MESSAGE_ID, message([]));
    await office.invoke(sesEvent());
    expect(office.sent[0]!.input.ConfigurationSetName).toBeUndefined();
  });

  test("spam attached to a message of ours, with a warning, and not as it is", async () => {
    await office.deliver(message([]), { verdicts: { spam: "FAIL", dmarc: "FAIL" } });
    expect(office.told).toMatchObject({ kind: "forwarded", form: "attachment" });
    const { email, fields } = await read(office.sent[0]!.raw);
    expect(email.subject).toBe("[SPAM] [UNVERIFIED SENDER] Refill");
    expect(email.text).toContain("because the mail service (Amazon SES) takes it for spam");
    expect(bytesOf(email.attachments[0]!.content)).toEqual(message([]));
    expect(fields.get("x-openemr-verdicts")).toEqual(["spam=FAIL virus=PASS spf=PASS dkim=PASS dmarc=FAIL"]);
  });

  test.each([
    ["the domain disowns it", { dmarc: "FAIL" }, "[UNVERIFIED SENDER] Refill"],
    [
      "nothing vouches for it",
      { dmarc: "GRAY", spf: "FAIL", dkim: "GRAY", spam: "PROCESSING_FAILED", virus: "GRAY" },
      "[UNVERIFIED SENDER] Refill",
    ],
    ["its signature vouches for it", { dmarc: "GRAY", spf: "FAIL" }, "Refill"],
    ["its servers vouch for it", { dmarc: "GRAY", dkim: "DISABLED" }, "Refill"],
  ])("mail with a mark where our signature would lend it a false trust: %s", async (_, verdicts, subject) => {
    await office.deliver(message([]), { verdicts });
    expect(office.told).toMatchObject({ form: "message" });
    expect((await read(office.sent[0]!.raw)).email.subject).toBe(subject);
  });

  test("a notice of mail with a virus, and nothing else of it", async () => {
    const raw = message([utf8("Subject: Für Sie"), "Content-Type: application/x-virus"], "EICAR");
    await office.deliver(raw, { verdicts: { virus: "FAIL" } });
    expect(office.told).toMatchObject({ kind: "noticed", Reason: "virus", NotForwarded: 1 });
    const { email, fields } = await read(office.sent[0]!.raw);
    expect(email.from).toEqual({ name: "OpenEMR", address: "notifications@clinic.example" });
    expect(fields.get("auto-submitted")).toEqual(["auto-generated"]);
    expect(email.attachments).toEqual([]);
    expect(email.text).toContain("because the mail service (Amazon SES) found a virus in it");
    expect(email.text).toContain("From:     Jane Roe <jane@patient.example>");
    expect(email.text).toContain("Subject:  Für Sie");
    expect(email.text).toContain(`Size:     ${raw.length} bytes`);
    expect(email.text).toContain(`Stored:   s3://clinic-mail/inbox/${MESSAGE_ID}`);
    expect(email.text).not.toContain("EICAR");
  });
});

describe("what SES refuses", () => {
  test.each([
    ["a rejection", refused()],
    ["a bad request", awsError("BadRequestException", 400)],
  ])("is attached to a message of ours, after %s", async (_, error) => {
    office.answer = (_message, attempt) => (attempt === 1 ? error : undefined);
    await office.deliver(message([]));
    expect(office.told).toMatchObject({ kind: "forwarded", form: "attachment" });
    const { email } = await read(office.sent[0]!.raw);
    expect(email.text).toContain("because the mail service (Amazon SES) refused it");
    expect(email.subject).toBe("Refill");
    expect(bytesOf(email.attachments[0]!.content)).toEqual(message([]));
  });

  test.each([
    ["by the status of HTTP", awsError("UnknownError", 413), 100],
    ["by a connection that it ends", connectionError("ECONNRESET"), 150_000],
    ["by a connection that it takes no more from", connectionError("EPIPE"), 150_000],
  ])("for its size, %s, is told of at once", async (_, error, lines) => {
    office.answer = (_message, attempt) => (attempt === 1 ? error : undefined);
    await office.deliver(message([], `${"x".repeat(76)}\r\n`.repeat(lines)));
    expect(office.told).toMatchObject({ kind: "noticed", Reason: "tooLarge" });
    expect(attempts()).toBe(2);
  });

  test("is a connection that ended in a small message not", async () => {
    office.answer = () => connectionError("ECONNRESET");
    await expect(office.deliver(message([]))).rejects.toThrow("It may pass.");
  });

  test("twice is at least told of", async () => {
    office.answer = (_message, attempt) => (attempt < 3 ? refused() : undefined);
    await office.deliver(message([]));
    expect(office.told).toMatchObject({ kind: "noticed", Reason: "refused" });
    expect(office.sent).toHaveLength(1);
  });

  test("three times is an error, and the message stays to be forwarded", async () => {
    office.answer = refused;
    await expect(office.deliver(message([]))).rejects.toThrow("SES refused even a notice of the message");
    expect(office.told).toMatchObject({ Failed: 1, Reason: "sending" });
    expect(office.tags).toEqual([]);
  });
});

describe("a failure that may pass", () => {
  test.each([
    [
      "GetObjectTaggingCommand",
      "storage",
      "Could not read the tags of the stored message: SlowDown (status 503, request r-1).",
    ],
    ["GetObjectCommand", "storage", "Could not read the stored message: SlowDown (status 503, request r-1)."],
  ])("of %s is thrown, before anything is sent", async (call, fault, text) => {
    office.failures.set(call, awsError("SlowDown", 503));
    await expect(office.deliver(message([]))).rejects.toThrow(text);
    expect(office.told).toMatchObject({ level: "ERROR", Failed: 1, Reason: fault, error: text });
    expect(attempts()).toBe(0);
  });

  test.each([
    ["TooManyRequestsException", 429, "It may pass."],
    ["InternalServiceErrorException", 500, "It may pass."],
    ["TimeoutError", undefined, "It may pass."],
    ["SendingPausedException", 400, "Sending is paused"],
    ["AccountSuspendedException", 400, "ask AWS Support"],
    ["MailFromDomainNotVerifiedException", 400, "MX record of the MAIL FROM domain"],
    ["NotFoundException", 404, "configuration set does not exist"],
    ["AccessDeniedException", 403, "role may not send"],
  ])("of SES, %s, is thrown at once with what to do", async (name, status, remedy) => {
    office.answer = () => awsError(name, status);
    await expect(office.deliver(message([]))).rejects.toThrow(remedy);
    expect(attempts()).toBe(1);
    expect(office.tags).toEqual([]);
    office.answer = () => undefined;
    await office.invoke(sesEvent());
    expect(office.sent).toHaveLength(1);
  });

  test("an identity that is not verified is told from mail that is refused", async () => {
    office.answer = () =>
      awsError("MessageRejected", 400, "Email address is not verified. desk@practice.example");
    await expect(office.deliver(message([]))).rejects.toThrow("The identity of FROM_ADDRESS is not verified");
    expect(attempts()).toBe(1);
  });

  test("a message that is not there is an error", async () => {
    await expect(office.invoke(sesEvent())).rejects.toThrow(
      "Could not read the tags of the stored message: NoSuchKey.",
    );
  });

  test("a message of which a part is missing is not forwarded", async () => {
    const truncated = {
      ContentLength: 50,
      Body: (async function* () {
        yield Buffer.alloc(20);
      })(),
    };
    jest
      .spyOn(office as never, "s3")
      .mockResolvedValueOnce({ TagSet: [] } as never)
      .mockResolvedValueOnce(truncated as never);
    await expect(office.deliver(message([]))).rejects.toThrow("Of 50 bytes of the message, 20 arrived.");
    expect(attempts()).toBe(0);
  });
});

describe("once", () => {
  test("a second delivery of the event sends nothing", async () => {
    await office.deliver(message([]));
    await office.invoke(sesEvent());
    expect(office.sent).toHaveLength(1);
    expect(office.told).toEqual({
      level: "INFO",
      messageId: MESSAGE_ID,
      outcome: "forwarded-message",
      repeated: true,
    });
  });

  test("other tags of the object stay", async () => {
    office.tags = [{ Key: "owner", Value: "clinic" }];
    await office.deliver(message([]));
    expect(office.tags).toEqual([
      { Key: "owner", Value: "clinic" },
      { Key: "forwarding", Value: "forwarded-message" },
    ]);
  });

  test("a tag that cannot be written does not have it sent again", async () => {
    office.failures.set("PutObjectTaggingCommand", awsError("SlowDown", 503));
    await office.deliver(message([]));
    expect(office.told).toMatchObject({
      kind: "forwarded",
      unrecorded: "Could not tag the stored message: SlowDown (status 503, request r-1).",
    });
  });

  test("nothing is deleted or written but the tag", async () => {
    await office.deliver(message([]));
    expect(new Set(office.calls)).toEqual(
      new Set([
        "GetObjectTaggingCommand",
        "GetObjectCommand",
        "GetAccount",
        "SendEmail",
        "PutObjectTaggingCommand",
      ]),
    );
  });
});

describe("the share of the account's sending quota", () => {
  const used = (SentLast24Hours: number, Max24HourSend = 200) => ({ Max24HourSend, SentLast24Hours });

  test("is left to OpenEMR: what arrives beyond it waits, and is counted apart", async () => {
    office.sendQuota = used(100);
    await expect(office.deliver(message([]))).rejects.toThrow(
      "The account has sent 50 % of what SES lets it send in 24 hours, and mail is forwarded below 50 %.",
    );
    expect(office.told).toMatchObject({ level: "ERROR", Postponed: 1, messageId: MESSAGE_ID });
    expect(office.told).not.toHaveProperty("Failed");
    expect(office.sent).toEqual([]);
    expect(office.tags).toEqual([]);

    office.sendQuota = used(99);
    await office.invoke(sesEvent());
    expect(office.sent).toHaveLength(1);
  });

  test("is asked for once a minute, not for each message", async () => {
    const forwarder = office.forwarder();
    const questions = () => office.calls.filter((call) => call === "GetAccount").length;
    office.bucket.set(`inbox/${MESSAGE_ID}`, message([]));
    for (const _ of [1, 2, 3]) {
      office.tags = [];
      await office.invoke(sesEvent(), forwarder);
    }
    expect([office.sent.length, questions()]).toEqual([3, 1]);
    const later = Date.now() + 61_000;
    jest.spyOn(Date, "now").mockReturnValue(later);
    office.sendQuota = used(150);
    office.tags = [];
    await expect(office.invoke(sesEvent(), forwarder)).rejects.toThrow("75 %");
  });

  test.each([
    ["there is none", used(1_000_000, -1)],
    ["it was raised", used(1_000, 50_000)],
  ])("stops nothing where %s", async (_, quota) => {
    office.sendQuota = quota;
    await office.deliver(message([]));
    expect(office.sent).toHaveLength(1);
  });

  test("that nobody knows lets nothing pass", async () => {
    office.sendQuota = awsError("TooManyRequestsException", 429);
    await expect(office.deliver(message([]))).rejects.toThrow(
      "Could not read the account's sending quota: TooManyRequestsException",
    );
    expect(office.sent).toEqual([]);
    expect(office.told).toMatchObject({ Failed: 1, Reason: "sending" });
  });
});

test("a fault of ours costs the form, not the message", async () => {
  jest.spyOn(libmime, "foldLines").mockImplementation(() => {
    throw new TypeError("about jane@patient.example");
  });
  await office.deliver(message([]));
  expect(office.told).toMatchObject({
    kind: "noticed",
    Reason: "unsendable",
    defect: expect.stringMatching(/^TypeError\n\s+at /),
  });
  expect(office.sent).toHaveLength(1);
});

test("a fault of ours that costs the message is an error", async () => {
  jest.spyOn(libmime, "decodeWords").mockImplementation(() => {
    throw new TypeError("about jane@patient.example");
  });
  await expect(office.deliver(message([]))).rejects.toThrow("The function is at fault: TypeError.");
  expect(office.told).toMatchObject({ Failed: 1, Reason: "defect", trace: expect.stringContaining(" at ") });
});

describe("an event that failed and is tried again", () => {
  const queued = (body: string) => ({ Records: [{ eventSource: "aws:sqs", messageId: "queue-1", body }] });
  /** As Lambda hands a failed event to a queue. */
  const failed = (requestPayload: unknown) =>
    queued(
      JSON.stringify({ version: "1.0", requestContext: { condition: "RetriesExhausted" }, requestPayload }),
    );

  test("is handled as the one of SES", async () => {
    office.answer = (_message, attempt) =>
      attempt === 1 ? awsError("SendingPausedException", 400) : undefined;
    await expect(office.deliver(message([]))).rejects.toThrow("Sending is paused");
    await office.invoke(failed(sesEvent()) as never);
    expect(office.told).toMatchObject({ kind: "forwarded", form: "message", messageId: MESSAGE_ID });
    expect(office.sent).toHaveLength(1);
  });

  test("fails once more where the cause goes on, so that the queue keeps it", async () => {
    office.answer = () => awsError("SendingPausedException", 400);
    await expect(office.deliver(message([]))).rejects.toThrow();
    await expect(office.invoke(failed(sesEvent()) as never)).rejects.toThrow("Sending is paused");
  });

  test.each([failed(undefined), failed({ Records: [] }), queued("null"), queued("not JSON"), queued("")])(
    "is none of SES: %j",
    async (event) => {
      await expect(office.invoke(event as never)).rejects.toThrow("no event of an SES receipt rule");
      expect(office.told).toMatchObject({ Failed: 1, Reason: "event" });
    },
  );
});

test.each([{}, { Records: [] }, { Records: [{ s3: {} }] }])("%j is no event of SES", async (event) => {
  await expect(office.invoke(event as never)).rejects.toThrow("no event of an SES receipt rule");
  expect(office.told).toMatchObject({ Failed: 1, Reason: "event" });
});

test("the log says nothing of what is in the mail or whom it concerns", async () => {
  const raw = message([utf8("Subject: Größe"), "Content-Type: text/plain"], "My secret");
  await office.deliver(raw);
  office.tags = [];
  await office.deliver(raw, { verdicts: { virus: "FAIL" } });
  office.tags = [];
  office.answer = refused;
  const error = await office.deliver(raw).catch((thrown: Error) => thrown);
  office.answer = () => awsError("TimeoutError", undefined, "jane@patient.example");
  const second = await office.deliver(raw).catch((thrown: Error) => thrown);
  expect(office.log).toHaveLength(4);
  const all = `${office.log.join()}${(error as Error).stack}${(second as Error).stack}`;
  expect(all).not.toMatch(/jane|patient|Größe|secret|@practice|@clinic/i);
});

test("metrics are in CloudWatch's embedded format, for each installation on its own", async () => {
  await office.deliver(message([]), { verdicts: { virus: "FAIL" } });
  const { _aws, ...facts } = office.told as { _aws: { Timestamp: number } };
  expect(facts).toMatchObject({ FunctionName: "clinic-forward-mail", Reason: "virus", NotForwarded: 1 });
  expect(Math.abs(Date.now() - _aws.Timestamp)).toBeLessThan(60_000);
  expect(_aws).toMatchObject({
    CloudWatchMetrics: [
      {
        Namespace: "OpenEMR/Mail",
        Dimensions: [["FunctionName"], ["FunctionName", "Reason"]],
        Metrics: [{ Name: "NotForwarded", Unit: "Count" }],
      },
    ],
  });
});
