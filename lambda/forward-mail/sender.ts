import type { Headers } from "@zone-eu/mailsplit";
import { textsOf } from "./field";
import { displayable, formatMailbox, type Mailbox, mailable, readMailboxes } from "./mailbox";

/** Who wrote a message, as far as it tells. */
export interface Sender {
  /** Name or address, whatever there is. */
  readonly label: string;
  /** Where an answer goes: one mailbox at least, as they are written in a header. */
  readonly replyTo: readonly string[];
}

/** Leaves room for " via OpenEMR" in a display name. */
const LABEL_LENGTH = 50;

/**
 * Answers go where the sender wants them (Reply-To), or to whom the message is from, or to whom the envelope
 * names. Where no such address can be written to, they go to our own address and so come back to who wrote
 * them: an answer that got lost would not be noticed.
 */
export function readSender(headers: Headers, envelopeSender: string, recipient: string): Sender {
  const from = mailboxesIn(headers, "from");
  const author = from.find(({ address, name }) => address || name);
  const candidates = [mailboxesIn(headers, "reply-to"), from, readMailboxes(envelopeSender)];
  const replyTo = candidates.map(writable).find((mailboxes) => mailboxes.length > 0);
  const label = displayable(author?.name || author?.address || envelopeSender, LABEL_LENGTH);
  return { label: label || "Unknown sender", replyTo: replyTo ?? [recipient] };
}

/** The mailboxes in all fields of a name. */
export function mailboxesIn(headers: Headers, name: string): Mailbox[] {
  return textsOf(headers, name).flatMap(readMailboxes);
}

/** Those that can be written to, as they are written in a header, each once. */
export function writable(mailboxes: readonly Mailbox[]): string[] {
  const written = mailboxes.flatMap(({ name, address }) => {
    const target = mailable(address);
    return target ? [formatMailbox(name, target)] : [];
  });
  return [...new Set(written)];
}
