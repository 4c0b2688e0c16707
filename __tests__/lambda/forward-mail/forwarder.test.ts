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
