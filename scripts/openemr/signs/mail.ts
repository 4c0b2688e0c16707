import { GetAccountCommand } from "@aws-sdk/client-sesv2";
import type { ReadSign } from "./sign";

/** Whether Amazon SES sends for the account. */
export const readMail: ReadSign = async ({ ses }, { sendsMail }) => {
  if (!sendsMail) return undefined;
  const { SendingEnabled, ProductionAccessEnabled, EnforcementStatus, SendQuota } = await ses.send(
    new GetAccountCommand({}),
  );
  const used = `${SendQuota?.SentLast24Hours ?? 0} of ${SendQuota?.Max24HourSend ?? 0} messages within 24 hours`;
  const wrong = [
    ...(SendingEnabled ? [] : ["AWS has paused sending"]),
    ...(EnforcementStatus === "HEALTHY" ? [] : [`AWS's word for its reputation is ${EnforcementStatus}`]),
    ...(ProductionAccessEnabled
      ? []
      : ["the account is in the sandbox, so only verified addresses get mail"]),
  ];
  return wrong.length === 0
    ? { name: "Mail", state: "well", text: used }
    : { name: "Mail", state: "not well", text: [...wrong, used].join("; "), next: "docs/mail.md" };
};
