import { GetAccountCommand, type SESv2Client } from "@aws-sdk/client-sesv2";
import { describe, ForwardingError } from "./forwarding-error";

/** For which an answer holds. SES answers one such question a second. */
const MILLISECONDS = 60_000;

/** How much of the account's daily sending quota is used up, by whomever. */
export class Quota {
  private known: { readonly percent: number; readonly at: number } | undefined;

  constructor(private readonly ses: Pick<SESv2Client, "send">) {}

  /**
   * Leaves a part of the quota to others: a flood of received mail must not keep OpenEMR from sending.
   *
   * @param most percent that may be used up for a message to be forwarded
   * @throws ForwardingError when there is more, or nobody knows how much
   */
  async allow(most: number, abortSignal: AbortSignal): Promise<void> {
    if (!this.known || Date.now() - this.known.at > MILLISECONDS) {
      this.known = { percent: await this.percentUsed(abortSignal), at: Date.now() };
    }
    const { percent } = this.known;
    if (percent < most) return;
    throw new ForwardingError(
      "quota",
      `The account has sent ${Math.floor(percent)} % of what SES lets it send in 24 hours, and mail is forwarded below ${most} %. It is tried again for hours. Where this is no flood, ask AWS for a higher sending quota, or raise mail_forwarding_quota_percent.`,
    );
  }

  private async percentUsed(abortSignal: AbortSignal): Promise<number> {
    try {
      const { SendQuota } = await this.ses.send(new GetAccountCommand({}), { abortSignal });
      const { Max24HourSend = 0, SentLast24Hours = 0 } = SendQuota ?? {};
      // -1 is no limit.
      return Max24HourSend < 0 ? 0 : (SentLast24Hours / Math.max(1, Max24HourSend)) * 100;
    } catch (error) {
      throw new ForwardingError(
        "sending",
        `Could not read the account's sending quota: ${describe(error)}. It may pass.`,
      );
    }
  }
}
