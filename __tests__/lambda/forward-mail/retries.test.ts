import { message } from "./corpus/specimen";
import { awsError, MESSAGE_ID, PostOffice, sesEvent } from "./support/post-office";

let office: PostOffice;
beforeEach(() => {
  office = new PostOffice();
});
afterEach(() => jest.restoreAllMocks());

const attempts = () => office.calls.filter((call) => call === "SendEmail").length;

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
