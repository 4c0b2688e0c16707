import { GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { GetAccountCommand, paginateListSuppressedDestinations } from "@aws-sdk/client-sesv2";
import { DAY, type ReadSign, type SignClients } from "./sign";

/** Shares of mail from which on AWS puts an account under review; the alarms of mail ring at them. */
const REPUTATION = [
  { id: "bounces", metric: "Reputation.BounceRate", most: 0.05 },
  { id: "complaints", metric: "Reputation.ComplaintRate", most: 0.001 },
] as const;
const SUPPRESSED_DAYS = 7;
/** Share of the messages of a day from which on SES may soon refuse further ones. */
const NEARLY_ALL = 0.8;

/** Whether Amazon SES sends for the account, what receivers think of its mail, and who gets none any more. */
export const readMail: ReadSign = async (clients, { sendsMail }, at) => {
  if (!sendsMail) return undefined;
  const [account, rates, suppressed] = await Promise.all([
    clients.ses.send(new GetAccountCommand({})),
    readRates(clients, at),
    countSuppressed(clients, at),
  ]);
  const { SendingEnabled, ProductionAccessEnabled, EnforcementStatus, SendQuota } = account;
  const { SentLast24Hours: sent = 0, Max24HourSend: most = 0 } = SendQuota ?? {};
  const seen = [
    `${sent} of ${most} messages within 24 hours`,
    ...rates.map(({ id, rate }) => `${id} ${(rate * 100).toFixed(2)} %`),
    `${suppressed} addresses suppressed within ${SUPPRESSED_DAYS} days`,
  ].join(", ");
  const wrong = [
    ...(SendingEnabled ? [] : ["AWS has paused sending"]),
    ...(EnforcementStatus === "HEALTHY" ? [] : [`AWS's word for its reputation is ${EnforcementStatus}`]),
    // AWS's word for no limit is -1.
    ...(most > 0 && sent > NEARLY_ALL * most ? ["SES refuses mail above its quota of a day"] : []),
    ...(ProductionAccessEnabled
      ? []
      : ["the account is in the sandbox, so only verified addresses get mail"]),
    ...rates
      .filter(({ rate, most }) => rate > most)
      .map(({ id }) => `AWS reviews accounts with so many ${id}`),
  ];
  return wrong.length === 0
    ? { name: "Mail", state: "well", text: seen }
    : {
        name: "Mail",
        state: "not well",
        text: [...wrong, seen].join("; "),
        next: `aws sesv2 get-account; docs/mail.md, "Alarms"`,
      };
};

/** The newest of each rate; SES measures none while the account sends nothing. */
async function readRates({ cloudwatch }: SignClients, at: Date) {
  const { MetricDataResults = [] } = await cloudwatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(at.getTime() - DAY),
      EndTime: at,
      ScanBy: "TimestampDescending",
      MetricDataQueries: REPUTATION.map(({ id, metric }) => ({
        Id: id,
        MetricStat: { Metric: { Namespace: "AWS/SES", MetricName: metric }, Period: 3600, Stat: "Average" },
      })),
    }),
  );
  return REPUTATION.flatMap(({ id, most }) => {
    const rate = MetricDataResults.find(({ Id }) => Id === id)?.Values?.[0];
    return rate === undefined ? [] : [{ id, most, rate }];
  });
}

async function countSuppressed({ ses: client }: SignClients, at: Date): Promise<number> {
  const query = { StartDate: new Date(at.getTime() - SUPPRESSED_DAYS * DAY), PageSize: 1000 };
  let count = 0;
  for await (const page of paginateListSuppressedDestinations({ client }, query)) {
    count += page.SuppressedDestinationSummaries?.length ?? 0;
  }
  return count;
}
