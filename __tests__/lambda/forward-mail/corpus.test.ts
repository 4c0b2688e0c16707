import { decodeWords } from "postal-mime";
import { CORPUS } from "./corpus";
import type { Specimen } from "./corpus/specimen";
import { type Arrived, bytesOf, read } from "./support/arrived";
import { PostOffice, type SentMessage } from "./support/post-office";
import { expectSendable } from "./support/rules";

test("there are enough of them, each with a name of its own", () => {
  expect(CORPUS.length).toBeGreaterThanOrEqual(40);
  expect(new Set(CORPUS.map(({ name }) => name)).size).toBe(CORPUS.length);
});

describe.each(CORPUS)("$name", (specimen) => {
  const { raw, source, form = "message" } = specimen;
  let message: SentMessage;
  let arrived: Arrived;

  beforeAll(async () => {
    const office = new PostOffice();
    await office.deliver(raw, { source });
    expect(office.told).toMatchObject({ kind: "forwarded", form, Forwarded: 1, bytes: raw.length });
    expect(office.sent).toHaveLength(1);
    message = office.sent[0]!;
    arrived = await read(message.raw);
  });

  test("can be sent", () => expectSendable(message));

  test("tells who it is from and how to answer", () => {
    const { from = "Jane Roe", replyTo = ["jane@patient.example"] } = specimen;
    const { email } = arrived;
    expect(email.from).toEqual({ name: `${from} via OpenEMR`, address: "notifications@clinic.example" });
    expect(email.replyTo!.map(({ address }) => address)).toEqual(replyTo);
    expect(email.to).toEqual([expect.objectContaining({ address: "help@clinic.example" })]);
  });

  test("has its subject and its fields", () => {
    const { subject = "Refill", fields = {}, dropped = [] } = specimen;
    expect(arrived.email.subject ?? null).toBe(subject);
    for (const [name, value] of Object.entries(fields)) {
      expect([name, arrived.fields.get(name)?.map(plain)]).toEqual([name, [value]]);
    }
    expect(dropped.filter((name) => arrived.fields.has(name))).toEqual([]);
  });

  test("has its contents", async () => {
    if (form === "message") await expectSame(specimen, message, arrived);
    else expectFile(raw, arrived);
  });
});

async function expectSame(specimen: Specimen, message: SentMessage, arrived: Arrived): Promise<void> {
  const { raw, verbatim = true, text, attachments } = specimen;
  const { contents } = await read(raw);
  // The library takes octets without an encoding for lines of text, and so reads binary files wrongly.
  expect(arrived.contents).toEqual(attachments ? { ...contents, attachments: expect.anything() } : contents);
  if (verbatim) expect(bodyOf(message.raw)).toEqual(bodyOf(raw));
  else expect(bodyOf(message.raw)).not.toEqual(bodyOf(raw));
  const { email } = arrived;
  if (text !== undefined) expect((email.text ?? email.html)?.replace(/\r\n/g, "\n")).toContain(text);
  if (attachments) {
    expect(
      email.attachments.map(({ filename, content }) => [filename, bytesOf(content).toString("hex")]),
    ).toEqual(
      attachments.map(({ name, content }) => [
        name,
        Buffer.from(content as string, "latin1").toString("hex"),
      ]),
    );
  }
}

/** A message of ours holds the original, octet for octet. */
function expectFile(raw: Buffer, { email }: Arrived): void {
  expect(email.text).toContain("A message to help@clinic.example is attached as a file");
  expect(email.attachments).toEqual([
    expect.objectContaining({ filename: "original-message.eml", mimeType: "application/octet-stream" }),
  ]);
  expect(bytesOf(email.attachments[0]!.content).equals(raw)).toBe(true);
}

function bodyOf(raw: Buffer): string {
  const [, body = ""] = /\r?\n\r?\n([\s\S]*)$/.exec(raw.toString("latin1")) ?? [];
  return body;
}

/** A value without its folding and encoding. */
function plain(value: string): string {
  return decodeWords(value).replace(/\s+/g, " ").trim();
}
