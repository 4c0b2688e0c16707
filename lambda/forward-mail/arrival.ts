import type { SESEventRecord } from "aws-lambda";

/** SES's report of a message that it has received. */
export interface Arrival {
  /** The last part of the object's key. */
  readonly messageId: string;
  /** Sender in the SMTP envelope; empty for a bounce. */
  readonly envelopeSender: string;
  /** When it was received, in ISO 8601. */
  readonly time: string;
  readonly virus: boolean;
  readonly spam: boolean;
  /**
   * Nothing proves that the message is from whom it says: the sender's domain disowns it, or neither its servers nor its
   * signature vouch for it. Our signature would lend it a trust that it does not deserve.
   */
  readonly unverified: boolean;
  /** All verdicts, for people. */
  readonly verdicts: string;
}

const TESTS = ["spam", "virus", "spf", "dkim", "dmarc"] as const;
type Test = (typeof TESTS)[number];
const PROOFS: readonly Test[] = ["dmarc", "spf", "dkim"];

export function readArrival({ ses: { mail, receipt } }: SESEventRecord): Arrival {
  const verdict = (test: Test): string => receipt?.[`${test}Verdict`]?.status ?? "UNKNOWN";
  return {
    messageId: mail.messageId,
    envelopeSender: (mail.source ?? "").replace(/^<|>$/g, ""),
    time: mail.timestamp,
    virus: verdict("virus") === "FAIL",
    spam: verdict("spam") === "FAIL",
    unverified: verdict("dmarc") === "FAIL" || PROOFS.every((test) => verdict(test) !== "PASS"),
    verdicts: TESTS.map((test) => `${test}=${verdict(test)}`).join(" "),
  };
}
