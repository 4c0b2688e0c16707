import { tf } from "../terraform/expression";
import type { AlarmDefinition, Watched } from "./alarm";
import { STATUS } from "./next-steps";

/** People at the load balancer. Metrics: "CloudWatch metrics for your Application Load Balancer", read on 2026-11-29. */
export function peopleAlarms({ loadBalancer, targetGroup, probes }: Watched): AlarmDefinition[] {
  const ofBalancer = { LoadBalancer: loadBalancer };
  const ofTargets = { ...ofBalancer, TargetGroup: targetGroup };
  const metric = (name: string, statistic: string, dimensions: AlarmDefinition["metric"]["dimensions"]) => ({
    namespace: "AWS/ApplicationELB",
    name,
    dimensions,
    statistic,
  });
  return [
    {
      name: "no-healthy-task",
      area: "People",
      says: "No task of OpenEMR answers the load balancer.",
      means: "OpenEMR is down for everybody.",
      todo: `Run ${STATUS}: it says what each task does, and why tasks ended.`,
      metric: metric("HealthyHostCount", "Maximum", ofTargets),
      // A task that is replaced leaves the other one healthy; with only one, a deployment starts the next before.
      below: 1,
      period: 60,
      bad: 3,
      of: 3,
      withoutData: "bad",
      toldBy: "down",
    },
    {
      name: "tasks-unhealthy",
      area: "People",
      says: "A task of OpenEMR has not answered the load balancer for more than five minutes.",
      means: "Requests that went to it wait or fail, and the other tasks have to do its work, too.",
      todo: `Run ${STATUS}: it says which task it is, and what it does. ECS replaces it, if it does not end by itself.`,
      // At least one node of the load balancer sees it, of any zone. A task counts only after ten failed looks in a row,
      // which take five minutes, and a new one is not asked sooner.
      metric: metric("UnHealthyHostCount", "Maximum", ofTargets),
      above: 0,
      period: 60,
      bad: 2,
      of: 5,
      toldBy: "impaired",
    },
    {
      name: "all-requests-fail",
      area: "People",
      says: "Nearly every request to OpenEMR is answered with an error (5xx).",
      means: "OpenEMR is down for everybody, though its tasks answer: without its database every page fails.",
      todo: `Run ${STATUS}: it says how the database is.`,
      metric: metric("HTTPCode_Target_5XX_Count", "Sum", ofBalancer),
      // By night one page that is open somewhere asks twice in five minutes, and is not everybody.
      calculated: { as: "percent of", other: metric("RequestCount", "Sum", ofBalancer), atLeast: 10 },
      above: 80,
      // The probe tells maintenance, whose page is an error as well, from a fault.
      when: tf`!${probes}`,
      period: 300,
      bad: 2,
      of: 2,
      toldBy: "down",
    },
    {
      name: "load-balancer-errors",
      area: "People",
      says: "The load balancer itself answers with errors (5xx).",
      means: "People see an error page in place of OpenEMR.",
      todo: `Run ${STATUS}: it says which tasks answer, and why others ended.`,
      metric: metric("HTTPCode_ELB_5XX_Count", "Sum", ofBalancer),
      // A browser that is closed in the middle of an answer makes one now and then.
      above: 10,
      period: 300,
      bad: 2,
      of: 2,
      toldBy: "impaired",
    },
    {
      name: "application-errors",
      area: "People",
      says: "OpenEMR answers many requests with errors (5xx).",
      means: "Pages of OpenEMR fail for some people.",
      todo: "Run npm run logs -- <environment> --errors --since 1h: each line has the request that failed.",
      metric: metric("HTTPCode_Target_5XX_Count", "Sum", ofBalancer),
      // One page that fails is tried again a few times; 25 in five minutes are several people, or a page for all.
      above: 25,
      period: 300,
      bad: 2,
      of: 2,
      toldBy: "impaired",
    },
    {
      name: "slow",
      area: "People",
      says: "One of ten requests takes more than 5 seconds.",
      means: "People wait.",
      todo: `Run ${STATUS}, then look at the slowest requests: docs/logs.md, "Look at logs".`,
      metric: metric("TargetResponseTime", "p90", ofBalancer),
      // A page takes some 0.3 s; reports take long, but are fewer than one of ten. CloudWatch needs 10 / (1 - 0.9) = 100
      // requests in a period; with fewer the alarm stays as it is, be it quiet or ringing.
      above: 5,
      period: 900,
      bad: 2,
      of: 2,
      toldBy: "impaired",
    },
    {
      name: "connections-rejected",
      area: "People",
      says: "The load balancer refuses connections, as it has too many.",
      means: "Some people cannot reach OpenEMR.",
      todo: "Run npm run logs -- <environment> firewall --since 15m: one address with very many requests may be the cause.",
      metric: metric("RejectedConnectionCount", "Sum", ofBalancer),
      above: 0,
      period: 300,
      bad: 1,
      of: 1,
      toldBy: "impaired",
    },
  ];
}
