import type { S3Client } from "@aws-sdk/client-s3";
import type { SESv2Client } from "@aws-sdk/client-sesv2";
import type { Context, SESEventRecord } from "aws-lambda";
import { SettingsError } from "../lib/settings";
import { readArrival } from "./arrival";
import { type MailEvent, recordsOf } from "./event";
import { forwardMessage, type Outcome } from "./forward-message";
import { describe, ForwardingError, framesOf } from "./forwarding-error";
import { type Facts, Journal } from "./journal";
import { Outbox } from "./outbox";
import { Quota } from "./quota";
import { objectKey, readSettings } from "./settings";
import { StoredMessage } from "./stored-message";

export interface Surroundings {
  readonly s3: Pick<S3Client, "send">;
  readonly ses: Pick<SESv2Client, "send">;
  readonly environment: NodeJS.ProcessEnv;
  /** Takes a line of the log. */
  readonly write: (line: string) => void;
}

/** Kept of the time that Lambda gives, to tell of what took the rest. */
const RESERVE_MILLISECONDS = 3000;

/** Forwards each message of an event, once. */
export class Forwarder {
  private readonly journal: Journal;
  private readonly quota: Quota;

  constructor(private readonly surroundings: Surroundings) {
    const { environment, ses, write } = surroundings;
    this.quota = new Quota(ses);
    this.journal = new Journal(environment.AWS_LAMBDA_FUNCTION_NAME ?? "forward-mail", write);
  }

  /** @throws ForwardingError so that the event is handled again, and at last kept in the dead-letter queue */
  async handle(event: MailEvent, context: Pick<Context, "getRemainingTimeInMillis">): Promise<void> {
    const deadline = AbortSignal.timeout(
      Math.max(0, context.getRemainingTimeInMillis() - RESERVE_MILLISECONDS),
    );
    for (const record of this.recordsOf(event)) await this.forward(record, deadline);
  }

  private recordsOf(event: MailEvent): readonly SESEventRecord[] {
    try {
      return recordsOf(event);
    } catch (error) {
      throw this.failed(undefined, error);
    }
  }

  private async forward(record: SESEventRecord, deadline: AbortSignal): Promise<void> {
    const { s3, ses, environment } = this.surroundings;
    const arrival = readArrival(record);
    const { messageId } = arrival;
    try {
      const settings = readSettings(environment);
      const place = { Bucket: settings.bucket, Key: objectKey(settings, messageId) };
      const stored = new StoredMessage(s3, place, deadline);
      const earlier = await stored.outcome();
      if (earlier) return this.journal.note({ messageId, outcome: earlier, repeated: true });
      const read = () => stored.read();
      const outbox = new Outbox(ses, settings, this.quota, deadline);
      const outcome = await forwardMessage(read, arrival, settings, outbox);
      const unrecorded = await this.record(stored, outcome);
      this.tell(outcome, { messageId, bytes: stored.size, unrecorded });
    } catch (error) {
      throw this.failed(messageId, error);
    }
  }

  /**
   * Lambda may deliver an event twice, so the outcome is written to the object, after the message was sent: a
   * crash in between sends it twice, and the other order would lose it. A failure here is not one of the
   * message: a further attempt would send it again.
   *
   * @returns what kept the outcome from being written
   */
  private async record(stored: StoredMessage, outcome: Outcome): Promise<string | undefined> {
    const detail = outcome.kind === "forwarded" ? outcome.form : outcome.reason;
    try {
      await stored.recordOutcome(`${outcome.kind}-${detail}`);
      return undefined;
    } catch (error) {
      return (error as ForwardingError).message;
    }
  }

  private tell(outcome: Outcome, facts: Facts): void {
    const all = { ...facts, ...outcome };
    if (outcome.kind === "forwarded") this.journal.count("Forwarded", all);
    // SES has accepted what bounced, and counted as forwarded.
    else if (outcome.reason === "bounceOfForwarded") this.journal.count("Bounced", all);
    else this.journal.count("NotForwarded", all, outcome.reason);
  }

  /** An error of ours in any case, since Lambda writes the text of one that is thrown into the log. */
  private failed(messageId: string | undefined, error: unknown): ForwardingError {
    const known = asForwardingError(error);
    const trace = known.reason === "defect" ? framesOf(error) : undefined;
    const facts = { messageId, error: known.message, trace };
    if (known.reason === "quota") this.journal.count("Postponed", facts);
    else this.journal.count("Failed", facts, known.reason);
    return known;
  }
}

function asForwardingError(error: unknown): ForwardingError {
  if (error instanceof ForwardingError) return error;
  if (error instanceof SettingsError) {
    return new ForwardingError(
      "configuration",
      `${error.message} Then send the events in the function's dead-letter queue to it again.`,
    );
  }
  return new ForwardingError("defect", `The function is at fault: ${describe(error)}.`);
}
