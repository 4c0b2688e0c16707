import { LINE_LENGTH } from "../../../../lambda/forward-mail/transfer";
import { ENVIRONMENT, type SentMessage } from "./post-office";

const ADDRESS = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/;

/** Rules that hold for every message that leaves, whatever came in. */
export function expectSendable({ raw, input }: SentMessage): void {
  expect(input.Destination).toEqual({ ToAddresses: [ENVIRONMENT.FORWARD_TO] });
  const text = raw.toString("latin1");
  const lines = text.split("\r\n");
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(LINE_LENGTH);
  // No line ends in anything else, and nothing that ends a line is within one.
  expect(lines.filter((line) => /[\r\n\0]/.test(line))).toEqual([]);

  const header = text.slice(0, text.indexOf("\r\n\r\n"));
  const fields = header.replace(/\r\n[ \t]/g, " ").split("\r\n");
  expect(fields.filter((field) => !/^[!-9;-~]+:/.test(field))).toEqual([]);
  const values = (name: string) =>
    fields
      .filter((field) => field.toLowerCase().startsWith(`${name}:`))
      .map((field) => field.slice(name.length + 1));
  for (const name of ["from", "reply-to", "to", "mime-version"]) expect(values(name)).toHaveLength(1);
  for (const name of [
    "subject",
    "content-type",
    "content-transfer-encoding",
    "cc",
    "auto-submitted",
    "references",
  ]) {
    expect(values(name).length).toBeLessThanOrEqual(1);
  }
  for (const name of [
    "date",
    "message-id",
    "sender",
    "return-path",
    "bcc",
    "dkim-signature",
    "x-ses-configuration-set",
  ]) {
    expect(values(name)).toEqual([]);
  }
  expect(values("from")[0]).toMatch(new RegExp(`<${ENVIRONMENT.FROM_ADDRESS}>$`));
  expect(values("x-openemr-forwarded")).toContain(` ${ENVIRONMENT.RECIPIENT}`);
  for (const value of [...values("reply-to"), ...values("to"), ...values("cc")]) {
    const unquoted = value.replace(/"(\\.|[^"\\])*"/g, "").replace(/\([^()]*\)/g, "");
    const addresses = unquoted.split(",").map((part) => /<([^<>]*)>\s*$/.exec(part)?.[1] ?? part.trim());
    expect(addresses.filter((address) => !ADDRESS.test(address))).toEqual([]);
  }
}
