import { tf } from "../terraform/expression";
import type { AlarmDefinition, Watched } from "./alarm";
import { STATUS } from "./next-steps";

/**
 * The firewall, and the reputation of the account's mail. Metrics: "AWS WAF metrics and dimensions" and "Creating
 * reputation monitoring alarms using CloudWatch" of Amazon SES, read on 2026-11-30.
 */
export function accountAlarms(watched: Watched): AlarmDefinition[] {
  const { hasFirewall, firewall, isOpen, region, sendsMail } = watched;
  const reputation = (name: string) => ({
    namespace: "AWS/SES",
    name: `Reputation.${name}`,
    dimensions: {},
    statistic: "Maximum",
  });
  // AWS says to keep the state while there is no value: the rate does not get better while nothing is sent.
  const withoutData = "as it is";
  return [
    {
      name: "firewall-blocks",
      area: "People",
      says: "The firewall blocks many more requests than on other days.",
      means:
        "Where only the clinic's addresses may connect, people of the clinic are blocked; else somebody may be attacking OpenEMR.",
      todo: "Run npm run logs -- <environment> firewall --blocked --since 1h: it says which rule refuses which path, and what would let it pass.",
      metric: {
        namespace: "AWS/WAFV2",
        name: "BlockedRequests",
        dimensions: { WebACL: firewall, Region: region, Rule: "ALL" },
        statistic: "Sum",
      },
      // Scanners of the whole internet make some hundreds. Where they cannot connect, what is blocked is people's work.
      above: tf`${isOpen} ? 3000 : 20`,
      when: hasFirewall,
      period: 900,
      bad: 1,
      of: 1,
    },
    {
      name: "mail-bounces",
      area: "Mail",
      says: "More than 5 of 100 e-mails that the account sends are refused for good.",
      means: "AWS puts the account under review at this rate, and stops its mail at 10.",
      todo: `Run ${STATUS}: its line Mail has the rate, and how many addresses get none any more. docs/mail.md, "Alarms", says how to find out which.`,
      metric: reputation("BounceRate"),
      above: 0.05,
      when: sendsMail,
      period: 3600,
      bad: 1,
      of: 1,
      withoutData,
    },
    {
      name: "mail-complaints",
      area: "Mail",
      says: "More than 1 of 1000 e-mails that the account sends is marked as spam.",
      means: "AWS puts the account under review at this rate, and stops its mail at 5 of 1000.",
      todo: `Run ${STATUS}: its line Mail has the rate. Then look at what is sent to whom: docs/mail.md, "Alarms", says how.`,
      metric: reputation("ComplaintRate"),
      above: 0.001,
      when: sendsMail,
      period: 3600,
      bad: 1,
      of: 1,
      withoutData,
    },
  ];
}
