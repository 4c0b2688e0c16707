import type { Headers } from "@zone-eu/mailsplit";
import type { Arrival } from "./arrival";
import { type Field, firstText, keepField, textsOf, writeField } from "./field";
import { formatMailbox, mailable } from "./mailbox";
import { mailboxesIn, readSender, writable } from "./sender";
import type { Settings } from "./settings";

/** Names the address that has forwarded a message. One that comes back to it goes no further. */
export const MARKER = "X-OpenEMR-Forwarded";

/** Replaced by fields of ours, or by SES (Date, Message-ID). What they said is in X-Original-<Name>. */
const REPLACED = ["from", "sender", "reply-to", "date", "message-id"];
/** Written anew, with what SES would refuse left out. */
const WRITTEN_ANEW = [...REPLACED, "subject", "to", "cc"];
/** Most addresses in each of To and Cc: SES counts 50 recipients a message, and may count these. */
const MOST_RECIPIENTS = 24;

/**
 * Not sent on. SES and others send bounces to the first three. Signatures and results of checks were about
 * another message than ours, and SES refuses a second DKIM-Signature. Delivered-To makes servers see a loop
 * where there is none. X-SES- fields are orders to SES, which no stranger may give. The last three are ours.
 */
const DROPPED =
  /^(return-path|errors-to|bounces-to|bcc|resent-.*|dkim-signature|domainkey-signature|arc-.*|authentication-results|received-spf|delivered-to|x-ses-.*|mime-version|x-openemr-verdicts|x-auto-response-suppress)$/;

/**
 * Fields that SES refuses to see twice, but for those that are replaced or dropped anyway.
 * https://docs.aws.amazon.com/ses/latest/dg/header-fields.html
 */
const ONCE = new Set(
  `accept-language acceptlanguage archived-at auto-submitted comments content-alternative content-base
  content-class content-description content-disposition content-duration content-id content-language
  content-length content-location content-md5 content-transfer-encoding content-type
  disposition-notification-options disposition-notification-to importance in-reply-to keywords list-archive
  list-help list-id list-owner list-post list-subscribe list-unsubscribe list-unsubscribe-post message-context
  organization original-from original-message-id original-recipient original-subject precedence priority
  references return-receipt-to solicitation sensitivity subject thread-index thread-topic user-agent
  vbr-info`.split(/\s+/),
);

/**
 * Whether every line of a header is a field, with a name that can be sent. Where one is not, nobody knows where
 * the content begins.
 */
export function isSound(headers: Headers): boolean {
  return headers.getList().every(({ line }) => line === "" || /^[!-9;-~]{1,200}[ \t]*:/.test(line));
}

/**
 * The header under which a message is forwarded: all that the sender wrote, but for what must differ.
 *
 * @returns undefined when a field cannot be sent that tells how to read the content
 */
export function forwardedHeader(
  original: Headers,
  arrival: Arrival,
  settings: Settings,
): Field[] | undefined {
  const kept: Field[] = [];
  const seen = new Set<string>();
  for (const { key, line } of original.getList()) {
    const repeated = ONCE.has(key) && seen.has(key);
    seen.add(key);
    if (line === "" || repeated || DROPPED.test(key) || WRITTEN_ANEW.includes(key)) continue;
    const field = keepField(key === "references" ? withMessageId(line, original) : line);
    if (!field) return undefined;
    kept.push(field);
  }
  return [
    ...ownFields(original, arrival, settings),
    ...recipientFields(original, settings),
    ...REPLACED.flatMap((name) => originalFields(original, name)),
    ...kept,
    "MIME-Version: 1.0",
  ];
}

/** Whom the message names, or only our address where it names nobody whom SES would take. */
function recipientFields(original: Headers, { recipient }: Settings): Field[] {
  return ["to", "cc"].flatMap((name) => {
    const mailboxes = mailboxesIn(original, name);
    const written = writable(mailboxes);
    const complete = written.length > 0 && mailboxes.every(({ address }) => mailable(address));
    if (complete && written.length <= MOST_RECIPIENTS) {
      return writeField(titled(name), written.join(", "));
    }
    return [...(name === "to" ? [`To: ${recipient}`] : []), ...originalFields(original, name)];
  });
}

/** New fields of a message that we forward, in whatever form: who it is from, and how to answer. */
export function ownFields(original: Headers, arrival: Arrival, settings: Settings): Field[] {
  const { label, replyTo } = readSender(original, arrival.envelopeSender, settings.recipient);
  const fields = [
    ...markers(settings),
    // Exchange's responders heed it. Bounces and receipts stay allowed.
    "X-Auto-Response-Suppress: OOF, AutoReply",
    `X-OpenEMR-Verdicts: ${arrival.verdicts}`,
    writeField("From", formatMailbox(`${label} via OpenEMR`, settings.fromAddress)),
    writeField("Reply-To", replyTo.join(", ")),
    subjectField(original, arrival),
  ];
  return fields.filter((field) => field !== undefined);
}

/** Ends at once what comes back to the address that is forwarded. */
export function markers({ recipient }: Settings): Field[] {
  return [`${MARKER}: ${recipient}`];
}

export function headerBytes(fields: readonly Field[]): Buffer {
  return Buffer.from(`${fields.join("\r\n")}\r\n\r\n`, "latin1");
}

/**
 * Spam and mail of whose sender nothing is proven arrive, since a filter errs and a patient's message must not be lost, but
 * a person sees at once what SES thinks of them.
 */
function subjectField(original: Headers, { spam, unverified }: Arrival): Field | undefined {
  const line = original.getList().find(({ key }) => key === "subject")?.line ?? "";
  const subject = line.slice(line.indexOf(":") + 1).trimStart();
  const warnings = `${spam ? "[SPAM] " : ""}${unverified ? "[UNVERIFIED SENDER] " : ""}`;
  return line || warnings ? keepField(`Subject: ${warnings}${subject}`) : undefined;
}

/** Answers to what we forward name SES's Message-ID. With the original one the sender's program can thread them. */
function withMessageId(references: Field, original: Headers): Field {
  const id = firstText(original, "message-id");
  return /^<[!-;=?-~]{1,900}>$/.test(id) ? `${references}\r\n ${id}` : references;
}

function originalFields(original: Headers, name: string): Field[] {
  return textsOf(original, name).map((text) => writeField(`X-Original-${titled(name)}`, text));
}

function titled(name: string): string {
  return name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
}
