import fc from "fast-check";
import { CORPUS } from "./corpus";
import { bytesOf, read } from "./support/arrived";
import { damaged, type Generated, headerSoup, type Leaf, mimeTree } from "./support/generators";
import { PostOffice, type SentMessage } from "./support/post-office";
import { expectSendable } from "./support/rules";

// Several hundred messages a test.
async function forward(raw: string): Promise<SentMessage & { readonly form: unknown }> {
  const office = new PostOffice();
  await office.deliver(raw);
  expect(office.told).toMatchObject({ kind: "forwarded" });
  expect(office.sent).toHaveLength(1);
  expectSendable(office.sent[0]!);
  return { ...office.sent[0]!, form: office.told.form };
}

async function expectFile(raw: string, message: SentMessage): Promise<void> {
  const { email } = await read(message.raw);
  expect(bytesOf(email.attachments[0]!.content).toString("latin1")).toBe(raw);
}

test("any header arrives as one that can be sent, with the text below it", async () => {
  const property = fc.asyncProperty(headerSoup, async ({ raw }) => {
    const message = await forward(raw);
    if (message.form === "attachment") return expectFile(raw, message);
    const [{ contents }, original] = await Promise.all([read(message.raw), read(Buffer.from(raw, "latin1"))]);
    expect(contents).toEqual(original.contents);
  });
  await fc.assert(property, { numRuns: 100 });
});

test("every leaf of any tree of parts arrives with what was in it", async () => {
  const property = fc.asyncProperty(mimeTree, async ({ raw, leaves }: Generated) => {
    const message = await forward(raw);
    if (message.form === "attachment") return expectFile(raw, message);
    const { email } = await read(message.raw);
    const arrived = email.attachments.map(({ content }) => bytesOf(content));
    expect(arrived).toHaveLength(leaves.length);
    leaves.forEach((leaf, i) => {
      expectContent(arrived[i]!, leaf);
    });
  });
  await fc.assert(property, { numRuns: 100 });
});

test("whatever is done to a message, it arrives", async () => {
  const texts = CORPUS.map(({ raw }) => raw).filter(({ length }) => length < 5000);
  const property = fc.asyncProperty(damaged(texts.map((raw) => raw.toString("latin1"))), async (raw) => {
    const message = await forward(raw);
    if (message.form === "attachment") await expectFile(raw, message);
  });
  await fc.assert(property, { numRuns: 150 });
});

/** Octets for octets, but for the ends of lines where nothing protected them on their way. */
function expectContent(arrived: Buffer, { content, encoding }: Leaf): void {
  if (arrived.equals(content)) return;
  const regular = (bytes: Buffer) => bytes.toString("latin1").replace(/\r*\n/g, "\n").replace(/\s+$/, "");
  expect(encoding).not.toBe("base64");
  expect(regular(arrived)).toBe(regular(content));
}
