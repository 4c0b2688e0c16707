import libmime = require("libmime");

import type { Arrival } from "./arrival";
import { type Field, firstText } from "./field";
import { headerBytes, markers, ownFields } from "./header";
import { formatMailbox } from "./mailbox";
import type { Mail } from "./mime";
import { objectKey, type Settings } from "./settings";
import { base64Lines } from "./transfer";

/** Why a message arrives in another form than its own. */
export type Obstacle = keyof typeof EXPLANATIONS;

const EXPLANATIONS = {
  unsendable: "its form breaks the rules of e-mail, so that it cannot be sent as it is",
  refused: "the mail service (Amazon SES) refused it, for example for the type of an attachment",
  tooLarge: "it is larger than the mail service (Amazon SES) sends",
  spam: "the mail service (Amazon SES) takes it for spam",
  virus: "the mail service (Amazon SES) found a virus in it",
};

/** Parts are base64, which has no hyphens, so no line of them is a delimiter. */
const BOUNDARY = "openemr-forwarded";

/** A short message of ours, with the original attached as a file of octets. */
export async function attachedMessage(
  mail: Mail,
  arrival: Arrival,
  settings: Settings,
  obstacle: Obstacle,
): Promise<Buffer> {
  const text = [
    `A message to ${settings.recipient} is attached as a file, because ${EXPLANATIONS[obstacle]}.`,
    "Open the file original-message.eml with a mail program. Take care: it was written by whoever sent it.",
    "",
    ...summary(mail, arrival, settings),
  ];
  const fields = [
    ...ownFields(mail.headers, arrival, settings),
    `To: ${settings.recipient}`,
    "MIME-Version: 1.0",
    `Content-Type: multipart/mixed; boundary="${BOUNDARY}"`,
  ];
  // Not message/rfc822: that may not be encoded, and SES would look into it and refuse it again.
  const file = 'Content-Type: application/octet-stream; name="original-message.eml"';
  return Buffer.concat([
    headerBytes(fields),
    delimiter(),
    headerBytes([PLAIN_TEXT, BASE64]),
    encodedText(text),
    delimiter(),
    headerBytes([file, 'Content-Disposition: attachment; filename="original-message.eml"', BASE64]),
    base64Lines(mail.raw),
    delimiter("--"),
  ]);
}

/** Tells of a message that cannot be forwarded in any form. Nothing in it that SES looks at is a stranger's. */
export function noticeMessage(mail: Mail, arrival: Arrival, settings: Settings, obstacle: Obstacle): Buffer {
  const text = [
    `A message to ${settings.recipient} was not forwarded, because ${EXPLANATIONS[obstacle]}.`,
    "It is kept where it was stored. An administrator of this installation can fetch it there.",
    "",
    ...summary(mail, arrival, settings),
  ];
  const fields = [
    ...markers(settings),
    "Auto-Submitted: auto-generated",
    `From: ${formatMailbox("OpenEMR", settings.fromAddress)}`,
    `To: ${settings.forwardTo}`,
    "Subject: A message could not be forwarded",
    "MIME-Version: 1.0",
    PLAIN_TEXT,
    BASE64,
  ];
  return Buffer.concat([headerBytes(fields), encodedText(text)]);
}

const PLAIN_TEXT: Field = "Content-Type: text/plain; charset=utf-8";
const BASE64: Field = "Content-Transfer-Encoding: base64";

function summary({ raw, headers }: Mail, arrival: Arrival, settings: Settings): string[] {
  const told = (name: string) => libmime.decodeWords(firstText(headers, name)).slice(0, 500) || "(none)";
  return [
    `From:     ${told("from")}`,
    `Subject:  ${told("subject")}`,
    `Received: ${arrival.time}, from ${arrival.envelopeSender || "(no envelope sender)"}`,
    `Checks:   ${arrival.verdicts}`,
    `Size:     ${raw.length} bytes`,
    `Stored:   s3://${settings.bucket}/${objectKey(settings, arrival.messageId)}`,
  ];
}

function encodedText(lines: readonly string[]): Buffer {
  return base64Lines(Buffer.from(`${lines.join("\r\n")}\r\n`));
}

function delimiter(end = ""): Buffer {
  return Buffer.from(`--${BOUNDARY}${end}\r\n`);
}
