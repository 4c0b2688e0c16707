import type { Arrival } from "./arrival";
import { forwardedMessage } from "./forwarded-message";
import { ForwardingError } from "./forwarding-error";
import { type Circle, findCircle } from "./loop";
import { splitMail } from "./mime";
import { LARGEST_MESSAGE, type Outbox, RefusedError } from "./outbox";
import type { Settings } from "./settings";
import { attachedMessage, noticeMessage, type Obstacle } from "./substitute";

/** What became of a message. */
export type Outcome = Forwarded | Noticed | Withheld;

export interface Forwarded extends Sent {
  readonly kind: "forwarded";
  /** As it is (perhaps in another transfer encoding), or as a file attached to a message of ours. */
  readonly form: "message" | "attachment";
}

/** A message of ours told of it. */
export interface Noticed extends Sent {
  readonly kind: "noticed";
  readonly reason: Obstacle;
}

/** Nobody was told: it would go in a circle. */
export interface Withheld {
  readonly kind: "withheld";
  readonly reason: Circle;
}

interface Sent {
  /** SES's id of what was sent. */
  readonly sentAs: string;
  readonly sentBytes: number;
}

/**
 * Forwards a message in the first form that SES takes: itself, attached as a file, or at least a notice of it.
 * Mail with a virus gets the notice alone.
 *
 * @throws ForwardingError when SES takes nothing at the moment, or refuses even the notice
 */
export async function forwardMessage(
  raw: Buffer,
  arrival: Arrival,
  settings: Settings,
  outbox: Pick<Outbox, "send">,
): Promise<Outcome> {
  const mail = await splitMail(raw);
  const circle = await findCircle(mail, arrival, settings);
  if (circle) return { kind: "withheld", reason: circle };

  let reason: Obstacle = arrival.virus ? "virus" : "unsendable";
  for (const form of arrival.virus ? [] : FORMS) {
    const message =
      form === "message"
        ? await forwardedMessage(mail, arrival, settings)
        : attachedMessage(mail, arrival, settings, reason);
    if (!message) continue;
    const result = await offer(outbox, message);
    if (typeof result === "object") return { kind: "forwarded", form, ...result };
    reason = result;
  }
  const result = await offer(outbox, noticeMessage(mail, arrival, settings, reason));
  if (typeof result === "object") return { kind: "noticed", reason, ...result };
  throw new ForwardingError(
    "sending",
    "SES refused even a notice of the message, in which nothing is the sender's. Send it again by hand, or see whether FORWARD_TO and FROM_ADDRESS are in order.",
  );
}

const FORMS = ["message", "attachment"] as const;

/** @returns what was sent, or why it was not */
async function offer(outbox: Pick<Outbox, "send">, message: Buffer): Promise<Sent | Obstacle> {
  if (message.length > LARGEST_MESSAGE) return "tooLarge";
  try {
    return { sentAs: await outbox.send(message), sentBytes: message.length };
  } catch (error) {
    if (error instanceof RefusedError) return "refused";
    throw error;
  }
}
