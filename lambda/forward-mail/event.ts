import type { SESEvent, SESEventRecord, SQSEvent } from "aws-lambda";
import { ForwardingError } from "./forwarding-error";

/** From SES, or once more from the queue of events that failed. */
export type MailEvent = SESEvent | SQSEvent;

/** The message that Lambda keeps of an event that a function failed to handle. */
interface InvocationRecord {
  readonly requestPayload?: unknown;
}

/** The messages that an event is about. @throws ForwardingError where it is about none */
export function recordsOf(event: MailEvent): readonly SESEventRecord[] {
  const given = recordsIn(event);
  const records = given.flatMap((record) => (isQueued(record) ? recordsIn(eventIn(record.body)) : record));
  if (records.length > 0 && records.every(isMail)) return records;
  throw new ForwardingError("event", "This is no event of an SES receipt rule: it names no message.");
}

function recordsIn(event: unknown): readonly unknown[] {
  const { Records = [] } = Object(event) as { Records?: unknown };
  return Array.isArray(Records) ? Records : [];
}

function isQueued(record: unknown): record is SQSEvent["Records"][number] {
  return Object(record).eventSource === "aws:sqs";
}

function eventIn(body: string): unknown {
  try {
    return (JSON.parse(body) as InvocationRecord | null)?.requestPayload;
  } catch {
    return undefined;
  }
}

function isMail(record: unknown): record is SESEventRecord {
  return Boolean((record as Partial<SESEventRecord> | null)?.ses?.mail?.messageId);
}
