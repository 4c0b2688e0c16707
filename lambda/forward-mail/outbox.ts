import { type SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { describe, ForwardingError } from "./forwarding-error";
import type { Quota } from "./quota";
import { PLACEHOLDER, streamMessage } from "./raw-content";
import type { Settings } from "./settings";

/**
 * Octets of a message that SES sends by version 2 of its API; version 1 sends a quarter.
 * https://docs.aws.amazon.com/ses/latest/dg/quotas.html
 */
export const LARGEST_MESSAGE = 40 * 1024 * 1024;
/** From here on SES throttles: it may end the connection of what it finds too large, and give no answer. */
const LARGE_MESSAGE = 10 * 1024 * 1024;
const ENDED = ["ECONNRESET", "EPIPE"];

/** SES does not send this message, and never will. In another form it may. */
export class RefusedError extends Error {
  override readonly name: string = "RefusedError";
}

/** SES does not send this message for its size. Other forms are larger. */
export class TooLargeError extends RefusedError {
  override readonly name = "TooLargeError";
}

/** The way out for an operator, by the name of SES's error. */
const REMEDIES: Readonly<Record<string, string>> = {
  AccessDeniedException: "The function's role may not send with this identity or configuration set.",
  AccountSuspendedException: "AWS has ended the account's sending for good: ask AWS Support.",
  SendingPausedException:
    "Sending is paused for the account or the configuration set: see SES's reputation metrics.",
  MailFromDomainNotVerifiedException: "The MX record of the MAIL FROM domain is missing.",
  NotFoundException: "The configuration set does not exist.",
  LimitExceededException: "A quota of SES is used up.",
};
const UNVERIFIED =
  "The identity of FROM_ADDRESS is not verified in this region, or the account is in the SES sandbox and FORWARD_TO is not verified.";

export class Outbox {
  constructor(
    private readonly ses: Pick<SESv2Client, "send">,
    private readonly settings: Settings,
    private readonly quota: Pick<Quota, "allow">,
    private readonly abortSignal: AbortSignal,
  ) {}

  /**
   * Sends to the one address that all is forwarded to, whomever the message names.
   *
   * @returns SES's id of the message
   * @throws TooLargeError when it does not take so much
   * @throws RefusedError when SES does not take what is in the message
   * @throws ForwardingError when it takes nothing at all at the moment, or forwarding has used up its share
   */
  async send(message: Buffer): Promise<string> {
    const { forwardTo, recipient, configurationSet, quotaPercent } = this.settings;
    await this.quota.allow(quotaPercent, this.abortSignal);
    // Without FromEmailAddress, which would take the place of the message's From and its name.
    const command = new SendEmailCommand({
      Content: { Raw: { Data: PLACEHOLDER } },
      Destination: { ToAddresses: [forwardTo] },
      // Mail that the target's server returns is stored, recognized by our marker and counted. It would be lost
      // at the address that we send from.
      FeedbackForwardingEmailAddress: recipient,
      ConfigurationSetName: configurationSet,
    });
    streamMessage(command, message);
    try {
      const { MessageId = "" } = await this.ses.send(command, { abortSignal: this.abortSignal });
      return MessageId;
    } catch (error) {
      throw translate(error as Error, message.length);
    }
  }
}

interface Failure extends Error {
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

function translate(error: Failure, size: number): Error {
  const ended = size > LARGE_MESSAGE && [error.name, error.code].some((name) => ENDED.includes(name ?? ""));
  if (ended || error.$metadata?.httpStatusCode === 413) return new TooLargeError(describe(error));
  const refused = ["MessageRejected", "BadRequestException"].includes(error.name);
  const unverified = refused && /not verified/i.test(error.message);
  if (refused && !unverified) return new RefusedError(describe(error));
  const remedy = unverified ? UNVERIFIED : (REMEDIES[error.name] ?? "It may pass.");
  return new ForwardingError("sending", `SES did not take the message: ${describe(error)}. ${remedy}`);
}
