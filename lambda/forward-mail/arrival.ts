import type { SESEventRecord } from "aws-lambda";

/** What SES says of a message that it has received. */
export interface Arrival {
  /** The last part of the object's key. */
  readonly messageId: string;
  /** Sender in the SMTP envelope; empty for a bounce. */
  readonly envelopeSender: string;
  /** When it was received, in ISO 8601. */
  readonly time: string;
  readonly virus: boolean;
  readonly spam: boolean;
  /** The sender's domain asks receivers to distrust what it has not signed, and this is such a message. */
  readonly unverified: boolean;
  /** All verdicts, for people. */
  readonly verdicts: string;
}

const TESTS = ["spam", "virus", "spf", "dkim", "dmarc"] as const;

export function readArrival({ ses: { mail, receipt } }: SESEventRecord): Arrival {
  const verdict = (test: (typeof TESTS)[number]): string => receipt?.[`${test}Verdict`]?.status ?? "UNKNOWN";
  return {
    messageId: mail.messageId,
    envelopeSender: (mail.source ?? "").replace(/^<|>$/g, ""),
    time: mail.timestamp,
    virus: verdict("virus") === "FAIL",
    spam: verdict("spam") === "FAIL",
    unverified: verdict("dmarc") === "FAIL",
    verdicts: TESTS.map((test) => `${test}=${verdict(test)}`).join(" "),
  };
}
