import type { Arrival } from "./arrival";
import { forwardedMessage } from "./forwarded-message";
import { describe, ForwardingError, framesOf } from "./forwarding-error";
import { findLoop, type Loop } from "./loop";
import { splitMail } from "./mime";
import { LARGEST_MESSAGE, type Outbox, RefusedError, TooLargeError } from "./outbox";
import type { Settings } from "./settings";
import { attachedMessage, noticeMessage, type Obstacle } from "./substitute";

/** The end of a message: forwarded or not, and why. */
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

/** Nobody was told: it would go in a loop. */
export interface Withheld {
  readonly kind: "withheld";
  readonly reason: Loop;
}

interface Sent {
  /** SES's id of what was sent. */
  readonly sentAs: string;
  readonly sentBytes: number;
  /** The fault of ours that kept a better form from being made. */
  readonly defect?: string;
}

const MAKERS = { message: forwardedMessage, attachment: attachedMessage, notice: noticeMessage };

/** From the best form to the last. What SES takes for spam would harm the domain's reputation as it is. */
function formsFor({ virus, spam }: Arrival): ReadonlyArray<keyof typeof MAKERS> {
  if (virus) return ["notice"];
  return spam ? ["attachment", "notice"] : ["message", "attachment", "notice"];
}

/**
 * Forwards a message in the best form that SES takes: itself, or attached as a file, as spam always is. Where neither
 * goes, and of mail with a virus, it sends a notice.
 *
 * @param read reads the message. It is read anew for each form, and let go before that is sent: sending takes
 * more than twice the size again.
 * @throws ForwardingError when SES takes nothing at the moment, or refuses even the notice
 */
export async function forwardMessage(
  read: () => Promise<Buffer>,
  arrival: Arrival,
  settings: Settings,
  outbox: Pick<Outbox, "send">,
): Promise<Outcome> {
  let reason: Obstacle = arrival.virus ? "virus" : arrival.spam ? "spam" : "unsendable";
  let defect: string | undefined;
  for (const form of formsFor(arrival)) {
    // Base64 adds a third, so that the attempt would only take time and memory.
    if (form === "attachment" && reason === "tooLarge") continue;
    const made = await make(form, await read(), arrival, settings, reason);
    if ("loop" in made) return { kind: "withheld", reason: made.loop };
    defect ??= made.defect;
    const result = made.message && (await offer(outbox, made.message));
    if (typeof result === "object") {
      return form === "notice"
        ? { kind: "noticed", reason, defect, ...result }
        : { kind: "forwarded", form, defect, ...result };
    }
    reason = result ?? reason;
  }
  throw new ForwardingError(
    "sending",
    "SES refused even a notice of the message, in which nothing is the sender's. See whether FORWARD_TO, FROM_ADDRESS and CONFIGURATION_SET are in order.",
  );
}

interface Made {
  /** Undefined where the message has no such form, or a fault of ours kept it from being made. */
  readonly message?: Buffer;
  readonly defect?: string;
}

async function make(
  form: keyof typeof MAKERS,
  raw: Buffer,
  arrival: Arrival,
  settings: Settings,
  obstacle: Obstacle,
): Promise<Made | { readonly loop: Loop }> {
  const mail = await splitMail(raw);
  const loop = await findLoop(mail, arrival, settings);
  if (loop) return { loop };
  try {
    return { message: await MAKERS[form](mail, arrival, settings, obstacle) };
  } catch (error) {
    // The next form needs less of the message, and so may succeed where this one failed.
    return { defect: `${describe(error)}\n${framesOf(error)}` };
  }
}

/** @returns what was sent, or why it was not */
async function offer(outbox: Pick<Outbox, "send">, message: Buffer): Promise<Sent | Obstacle> {
  if (message.length > LARGEST_MESSAGE) return "tooLarge";
  try {
    return { sentAs: await outbox.send(message), sentBytes: message.length };
  } catch (error) {
    if (error instanceof TooLargeError) return "tooLarge";
    if (error instanceof RefusedError) return "refused";
    throw error;
  }
}
