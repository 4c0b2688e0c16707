import { domainToASCII } from "node:url";

import libmime = require("libmime");

import addressparser from "nodemailer/lib/addressparser";

/** A person or machine in a header such as From. */
export interface Mailbox {
  /** May be empty. */
  readonly name: string;
  /** As it was written; it may be empty, or no address at all. */
  readonly address: string;
}

/** Most characters of a display name. A longer one is cut. */
const NAME_LENGTH = 64;

const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
const ADDRESS = new RegExp(`^(?=.{1,64}@)${ATOM}(?:\\.${ATOM})*@(?:${LABEL}\\.)+${LABEL}$`);

/** The mailboxes in a header's value, members of groups included. */
export function readMailboxes(value: string): Mailbox[] {
  return addressparser(value, { flatten: true }).map(({ name, address }) => ({
    name: displayable(libmime.decodeWords(name)),
    address: address ?? "",
  }));
}

/**
 * The address as SES accepts it: ASCII, since SES lacks SMTPUTF8, with an international domain in Punycode.
 *
 * @returns undefined when there is no such form
 */
export function mailable(address: string): string | undefined {
  const at = address.lastIndexOf("@");
  const ascii = `${address.slice(0, at)}@${domainToASCII(address.slice(at + 1))}`;
  return at > 0 && ascii.length <= 254 && ADDRESS.test(ascii) ? ascii : undefined;
}

/** Whether mail to both reaches the same person: SES delivers `help+anything@` to `help@`. */
export function sameMailbox(one: string, other: string): boolean {
  const plain = (address: string) => address.toLowerCase().replace(/\+[^@]*(?=@)/, "");
  return plain(one) === plain(other);
}

/** The mailbox as it is written in a header. The address must be {@link mailable}. */
export function formatMailbox(name: string, address: string): string {
  const shown = displayable(name);
  if (shown === "") return address;
  // A text like an encoded word would be decoded once more by who reads the header.
  const plain = /^[ -~]+$/.test(shown) && !shown.includes("=?");
  const phrase = plain ? `"${shown.replace(/["\\]/g, "\\$&")}"` : libmime.encodeWord(shown, "B", 52);
  return `${phrase} <${address}>`;
}

/** Without characters that cannot be seen, or that turn the writing round and so hide an address. */
export function displayable(text: string, length = NAME_LENGTH): string {
  const visible = text.replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
  return [...visible].slice(0, length).join("").trim();
}
