import { tf } from "../terraform/expression";
import type { AlarmDefinition, Watched } from "./alarm";
import { logMetric } from "./log-metrics";

/** Name of the alarm that says that no task serves. */
export const NO_HEALTHY_TASK = "no-healthy-task";

const STATUS = "npm run status -- <environment>";

/** People at the load balancer. Metrics: "CloudWatch metrics for your Application Load Balancer", read on 2026-11-29. */
export function peopleAlarms({ loadBalancer, targetGroup, applicationLog }: Watched): AlarmDefinition[] {
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
      name: NO_HEALTHY_TASK,
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
    },
    {
      name: "load-balancer-errors",
      area: "People",
      says: "The load balancer itself answers with errors (5xx).",
      means: "People see an error page in place of OpenEMR.",
      todo: `Run ${STATUS}.`,
      metric: metric("HTTPCode_ELB_5XX_Count", "Sum", ofBalancer),
      // A browser that is closed in the middle of an answer makes one now and then.
      above: 10,
      period: 300,
      bad: 2,
      of: 2,
      symptom: true,
    },
    {
      name: "application-errors",
      area: "People",
      says: "OpenEMR answers many requests with errors (5xx).",
      means: "Pages of OpenEMR fail for some people.",
      todo: `Look for [php:error] in the log ${applicationLog} of that time.`,
      metric: metric("HTTPCode_Target_5XX_Count", "Sum", ofBalancer),
      // One page that fails is tried again a few times; 25 in five minutes are several people, or a page for all.
      above: 25,
      period: 300,
      bad: 2,
      of: 2,
      symptom: true,
    },
    {
      name: "slow",
      area: "People",
      says: "One of ten requests takes more than 5 seconds.",
      means: "People wait.",
      todo: `Run ${STATUS}, then look at the slowest requests: docs/operations.md, "Look at logs".`,
      metric: metric("TargetResponseTime", "p90", ofBalancer),
      // A page takes some 0.3 s; reports take long, but are fewer than one of ten. CloudWatch needs 10 / (1 - 0.9) = 100
      // requests in a period; with fewer the alarm stays as it is, be it quiet or ringing.
      above: 5,
      period: 900,
      bad: 2,
      of: 2,
      symptom: true,
    },
    {
      name: "connections-rejected",
      area: "People",
      says: "The load balancer refuses connections, as it has too many.",
      means: "Some people cannot reach OpenEMR.",
      todo: "Look for one address with very many requests in the firewall's log.",
      metric: metric("RejectedConnectionCount", "Sum", ofBalancer),
      above: 0,
      period: 300,
      bad: 1,
      of: 1,
      symptom: true,
    },
  ];
}

/** The service and what its tasks log. Metrics: "Amazon ECS CloudWatch metrics" and Container Insights, read on 2026-11-29. */
export function applicationAlarms({
  cluster,
  service,
  minimumTasks,
  maximumTasks,
  containerInsights,
  logNamespace,
  applicationLog,
}: Watched): AlarmDefinition[] {
  const dimensions = { ClusterName: cluster, ServiceName: service };
  const usage = (name: string) => ({ namespace: "AWS/ECS", name, dimensions, statistic: "Average" });
  return [
    {
      name: "processor",
      area: "Application",
      says: "The tasks have used nearly all of their processors for a quarter of an hour.",
      means: "OpenEMR gets slow: autoscaling cannot help, or not fast enough.",
      todo: "Raise openemr_service_fargate_maximum_capacity or openemr_service_fargate_cpu.",
      metric: usage("CPUUtilization"),
      // Autoscaling aims far below, and adds tasks within minutes.
      above: 90,
      period: 300,
      bad: 3,
      of: 3,
    },
    {
      name: "memory",
      area: "Application",
      says: "The tasks have used nearly all of their memory for a quarter of an hour.",
      means: "A task without memory ends, and the requests in it fail.",
      todo: "Raise openemr_service_fargate_memory.",
      metric: usage("MemoryUtilization"),
      above: 90,
      period: 300,
      bad: 3,
      of: 3,
    },
    {
      name: "tasks-at-maximum",
      area: "Application",
      says: "As many tasks run as autoscaling may start, for half an hour.",
      means: "More work makes OpenEMR slower from here on.",
      todo: "Raise openemr_service_fargate_maximum_capacity, if the work is people's.",
      metric: {
        namespace: "ECS/ContainerInsights",
        name: "DesiredTaskCount",
        dimensions,
        statistic: "Minimum",
      },
      above: tf`${maximumTasks} - 0.5`,
      // With one number for both the service is always there, and without Container Insights the metric is missing.
      when: tf`${containerInsights} && ${maximumTasks} > ${minimumTasks}`,
      period: 300,
      bad: 6,
      of: 6,
    },
    {
      name: "php-errors",
      area: "Application",
      says: "OpenEMR's code ended with fatal errors, or a process of it crashed.",
      means: "A page or a report does not work.",
      todo: `Look for "PHP Fatal error" in the log ${applicationLog}; the line has the request.`,
      metric: logMetric(logNamespace, "php_errors"),
      // One may be a report that took too long.
      above: 5,
      period: 900,
      bad: 1,
      of: 1,
    },
    {
      name: "tasks-end",
      area: "Application",
      says: "Tasks of OpenEMR end themselves with an error when they start.",
      means: "Nothing, while others serve; with the next deployment OpenEMR may be down.",
      todo: `Run ${STATUS}: it shows the error.`,
      metric: logMetric(logNamespace, "start_errors"),
      // One task can meet a database that fails over.
      above: 1,
      period: 900,
      bad: 1,
      of: 1,
    },
    {
      name: "background-services",
      area: "Application",
      says: "OpenEMR's background services fail.",
      means: "Mail, claims or messages of OpenEMR wait.",
      todo: `Look for "background services: error:" in the log ${applicationLog}.`,
      metric: logMetric(logNamespace, "background_errors"),
      // They run every minute, and a failure is often gone with the next run.
      above: 5,
      period: 900,
      bad: 1,
      of: 1,
    },
  ];
}
