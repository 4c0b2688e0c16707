import { base64, message, parts, utf8 } from "./corpus/specimen";
import { ENVIRONMENT, PostOffice } from "./support/post-office";

const MARKER = "X-OpenEMR-Forwarded: help@clinic.example";
const REPORT = "Content-Type: multipart/report; boundary=b1; report-type=delivery-status";

/** Our own message as it is delivered to us: servers put their traces before it. */
async function forwarded(): Promise<string> {
  const office = new PostOffice();
  await office.deliver(message([]));
  const traces =
    "Return-Path: <0100-bounce@eu.example>\r\nReceived: from a by b\r\nX-SES-Spam-Verdict: PASS\r\n";
  return traces + office.sent[0]!.raw.toString("latin1");
}

function report(failed: string, returned: readonly string[], explanation = "Sorry."): Buffer {
  return message(
    ["From: MAILER-DAEMON@practice.example", REPORT],
    parts(
      "b1",
      ["", explanation],
      [
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; x",
        "",
        `Final-Recipient: rfc822; ${failed}`,
      ],
      ["Content-Type: text/rfc822-headers", "", ...returned],
    ),
  );
}

describe("goes no further", () => {
  test.each<[string, () => Promise<Buffer | string> | Buffer | string, string, string?]>([
    ["what we forwarded", forwarded, "ownMail"],
    [
      "what we forwarded, and somebody forwarded again",
      async () => `X-Forwarded-For: x\r\n${await forwarded()}`,
      "ownMail",
    ],
    ["our marker in other letters", () => message(["x-openemr-FORWARDED: Help+x@Clinic.example"]), "ownMail"],
    [
      "our marker in a header too large to read",
      () => message([...Array.from({ length: 17_000 }, (_, i) => `X-F-${i}: ${"x".repeat(60)}`), MARKER]),
      "ownMail",
    ],
    [
      "mail that 51 servers passed on",
      () => message(Array.from({ length: 51 }, () => "Received: from a by b")),
      "tooManyHops",
    ],
    [
      "a bounce that returns what we forwarded",
      () => report("x@y.example", [MARKER, "Subject: Refill"]),
      "bounceOfForwarded",
    ],
    [
      "a bounce that names the target",
      () => report("Desk@Practice.example", ["Subject: x"]),
      "bounceOfForwarded",
      "",
    ],
    [
      "a bounce in base64",
      () =>
        message(
          ["From: postmaster@practice.example", "MIME-Version: 1.0", "Content-Transfer-Encoding: base64"],
          base64(`Your message was not delivered:\n\n${MARKER}\nSubject: Refill\n`),
        ),
      "bounceOfForwarded",
    ],
    [
      "a bounce that is only text",
      () => message([], ["<desk@practice.example>: user unknown"]),
      "bounceOfForwarded",
      "<>",
    ],
    [
      "a bounce of the target's server without a sender",
      () => message(["Return-Path: <>", "From: noreply@practice.example"], "desk@practice.example is full"),
      "bounceOfForwarded",
    ],
    [
      "a complaint about what we forwarded",
      () =>
        message(
          [
            "From: complaints@esp.example",
            "Content-Type: multipart/report; boundary=b1; report-type=feedback-report",
          ],
          parts(
            "b1",
            ["", "Spam"],
            ["Content-Type: message/feedback-report", "", "Original-Rcpt-To: desk@practice.example"],
          ),
        ),
      "bounceOfForwarded",
    ],
    [
      "an automatic answer of the target",
      () => message(["From: Desk <DESK@practice.example>", "Auto-Submitted: auto-replied"]),
      "answerOfTarget",
    ],
    [
      "an old one",
      () => message(["From: desk@practice.example", "Precedence: auto_reply"]),
      "answerOfTarget",
    ],
  ])("%s", async (_, raw, reason, source = "somebody@else.example") => {
    const office = new PostOffice();
    await office.deliver(await raw(), { source });
    expect(office.sent).toEqual([]);
    // SES has counted the bounced message as sent, and we as forwarded: it is a fault that somebody is told of.
    const counted =
      reason === "bounceOfForwarded"
        ? { level: "ERROR", Bounced: 1 }
        : { level: "INFO", NotForwarded: 1, Reason: reason };
    expect(office.told).toMatchObject({ kind: "withheld", reason, ...counted });
    expect(office.tags).toEqual([{ Key: "forwarding", Value: `withheld-${reason}` }]);
    expect(office.calls).not.toContain("SendEmail");
  });
});

describe("is forwarded all the same", () => {
  test.each<[string, Buffer, string?]>([
    ["mail that the target wrote", message(["From: desk@practice.example"])],
    ["mail of our own installation", message(["From: notifications@clinic.example"])],
    ["what another installation forwarded", message(["X-OpenEMR-Forwarded: help@other.example"])],
    ["mail that 50 servers passed on", message(Array.from({ length: 50 }, () => "Received: from a by b"))],
    ["a message that a person attached after it was forwarded", message([], ["-----", MARKER])],
    [
      "a bounce whose returned text names the target",
      report("pat@patient.example", [
        "From: notifications@clinic.example",
        "X-Footer: desk@practice.example",
      ]),
      "",
    ],
    [
      "a bounce in an unknown language",
      report("pat@patient.example", ["Subject: x"], utf8("配信できません")),
    ],
    [
      "mail that says that nothing is automatic",
      message(["From: desk@practice.example", "Auto-Submitted: no"]),
    ],
  ])("%s", async (_, raw, source = "jane@patient.example") => {
    const office = new PostOffice();
    await office.deliver(raw, { source });
    expect(office.told).toMatchObject({ kind: "forwarded" });
  });
});

test("a notice of ours that comes back ends, too", async () => {
  const office = new PostOffice();
  await office.deliver(message([]), { verdicts: { virus: "FAIL" } });
  const back = new PostOffice();
  await back.deliver(office.sent[0]!.raw, { verdicts: { virus: "FAIL" } });
  expect(back.told).toMatchObject({ reason: "ownMail" });
});

test("two installations that forward to each other pass a message on once each", async () => {
  const one = ENVIRONMENT;
  const other = {
    ...ENVIRONMENT,
    RECIPIENT: "help@other.example",
    FROM_ADDRESS: "notifications@other.example",
  };
  const addresses = [
    { ...one, FORWARD_TO: other.RECIPIENT },
    { ...other, FORWARD_TO: one.RECIPIENT },
  ];
  const steps: unknown[] = [];
  let raw: Buffer | undefined = message([]);
  for (let turn = 0; raw && turn < 10; turn++) {
    const office: PostOffice = new PostOffice();
    office.environment = addresses[turn % 2]!;
    await office.deliver(raw);
    steps.push(office.told.kind);
    raw = office.sent[0]?.raw;
  }
  expect(steps).toEqual(["forwarded", "forwarded", "withheld"]);
});
