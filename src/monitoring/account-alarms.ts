import { tf } from "../terraform/expression";
import type { AlarmDefinition, Watched } from "./alarm";

/**
 * The firewall, and what belongs to the whole account. Metrics: "AWS WAF metrics and dimensions", "Creating reputation
 * monitoring alarms using CloudWatch" of Amazon SES and "AWS Fargate usage metrics", read on 2026-11-30.
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
      todo: 'Look which rule refuses which path: docs/logs.md, "A request is refused with 403".',
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
      todo: "Look at the addresses: docs/mail.md says how.",
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
      todo: "Look at what is sent to whom: docs/mail.md says how.",
      metric: reputation("ComplaintRate"),
      above: 0.001,
      when: sendsMail,
      period: 3600,
      bad: 1,
      of: 1,
      withoutData,
    },
    {
      name: "fargate-quota",
      area: "Account",
      says: "The account uses more than 80 % of the Fargate vCPUs that it may use in this region.",
      means:
        "When it uses all, no task of OpenEMR starts: neither a further one nor one that replaces another.",
      todo: 'Raise the quota "Fargate On-Demand vCPU resource count" in Service Quotas; AWS often needs a day.',
      metric: {
        namespace: "AWS/Usage",
        name: "ResourceCount",
        dimensions: { Service: "Fargate", Type: "Resource", Resource: "vCPU", Class: "Standard/OnDemand" },
        statistic: "Maximum",
      },
      calculated: { as: "percent of quota" },
      above: 80,
      period: 300,
      bad: 2,
      of: 2,
    },
    {
      name: "load-balancer-quota",
      area: "Account",
      says: "The account has more than 80 % of the Application Load Balancers that it may have in this region.",
      means:
        "When it has all, no further installation can be deployed here, and none that was destroyed comes back.",
      todo: 'Raise the quota "Application Load Balancers per Region" in Service Quotas, or delete those that nothing needs.',
      metric: {
        namespace: "AWS/Usage",
        name: "ResourceCount",
        dimensions: {
          Service: "Elastic Load Balancing",
          Type: "Resource",
          Resource: "ApplicationLoadBalancersPerRegion",
          Class: "None",
        },
        statistic: "Maximum",
      },
      calculated: { as: "percent of quota" },
      above: 80,
      period: 3600,
      bad: 1,
      of: 1,
    },
  ];
}
