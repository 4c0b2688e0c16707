import { DescribeActiveReceiptRuleSetCommand } from "@aws-sdk/client-ses";
import { GetAccountCommand, GetEmailIdentityCommand } from "@aws-sdk/client-sesv2";
import type { Clients } from "../account";
import type { CheckedEnvironment } from "../environment";
import { type Question, right, wrong } from "../question";
import { isOfInstallation } from "../tags";

const AREA = "Mail";

/** SES lets the account send to everybody, and receives by the rule set that OpenEMR's rule is in. */
export function mailQuestions({ ses, sesv2 }: Clients, environment: CheckedEnvironment): Question[] {
  if (!environment.isOn("configure_ses")) return [];
  const { region } = environment;
  const domain = environment.text("route53_domain")!;
  const questions: Question[] = [
    {
      area: AREA,
      what: "sending to anybody",
      ask: async () => {
        const account = await sesv2.send(new GetAccountCommand({}));
        if (account.SendingEnabled === false) {
          return wrong("sending is paused", `answer AWS's review: aws sesv2 get-account --region ${region}`);
        }
        const { EnforcementStatus: status } = account;
        if (status && status !== "HEALTHY") {
          return wrong(
            `AWS has the account's mail under ${status}, and may pause it`,
            `find bounces and complaints: aws sesv2 get-account --region ${region}, and the account's mail from AWS`,
          );
        }
        const { Max24HourSend: most } = account.SendQuota ?? {};
        if (account.ProductionAccessEnabled) return right(`${most ?? "?"} mails a day`);
        return wrong(
          "the account is in the sandbox of SES: mail goes only to verified addresses",
          `aws sesv2 put-account-details --region ${region} --production-access-enabled --mail-type TRANSACTIONAL --website-url https://${environment.hostName ?? "<name>"} --contact-language EN`,
        );
      },
    },
    {
      area: AREA,
      what: `identity ${domain}`,
      ask: async () => {
        const Tags = await identityTags(sesv2, domain);
        if (!Tags) return right("none yet");
        if (isOfInstallation(environment, Tags)) return right("this installation's");
        return wrong(
          `${domain} is an identity of SES already, and AWS refuses another one`,
          'where it is yours, import it as docs/mail.md says in "Switch it on"; else send from another domain',
        );
      },
    },
  ];
  if (!environment.text("email_forwarding_address")) return questions;
  return [
    ...questions,
    {
      area: AREA,
      what: "active receipt rule set",
      ask: async () => {
        const { Metadata } = await ses.send(new DescribeActiveReceiptRuleSetCommand({}));
        return judge(Metadata?.Name, environment);
      },
    },
  ];
}

/** @returns undefined where SES has no such identity in the region */
async function identityTags(sesv2: Clients["sesv2"], EmailIdentity: string) {
  try {
    return (await sesv2.send(new GetEmailIdentityCommand({ EmailIdentity }))).Tags ?? [];
  } catch (error) {
    if ((error as Error).name === "NotFoundException") return undefined;
    throw error;
  }
}

function judge(active: string | undefined, environment: CheckedEnvironment) {
  const wanted = environment.text("receipt_rule_set_name");
  const isOwn = active === `${environment.prefix}-mail`;
  if (wanted) {
    return active === wanted
      ? right(active)
      : wrong(`${active ?? "none"} is active`, `receipt_rule_set_name = ${active ? `"${active}"` : "null"}`);
  }
  if (active && !isOwn) {
    return wrong(`${active} is active, and belongs to something else`, `receipt_rule_set_name = "${active}"`);
  }
  if (active || environment.isOn("activate_receipt_rule_set")) return right(active ?? "none yet");
  return wrong("none is active, so no mail arrives", "activate_receipt_rule_set = true");
}
