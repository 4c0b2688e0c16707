import { tf } from "../terraform/expression";
import type { AlarmDefinition, Watched } from "./alarm";
import { logMetric } from "./log-metrics";
import { raise, STATUS } from "./next-steps";

/**
 * The service and what its tasks log. Metrics: "Amazon ECS CloudWatch metrics", read on 2026-11-29. None is of Container
 * Insights, which cost more than all alarms together.
 */
export function applicationAlarms({
  cluster,
  service,
  minimumTasks,
  maximumTasks,
  logNamespace,
}: Watched): AlarmDefinition[] {
  const dimensions = { ClusterName: cluster, ServiceName: service };
  const usage = (name: string) => ({ namespace: "AWS/ECS", name, dimensions, statistic: "Average" });
  // Each running task is one sample a minute ("Service RUNNING task count" of the ECS developer guide, confirmed for periods
  // of a minute by aws/containers-roadmap#2718; read on 2026-11-30). Counts of the load balancer are what one of its nodes
  // sees, and its guide does not say whether that is of all zones.
  const runningTasks = {
    metric: { namespace: "AWS/ECS", name: "CPUUtilization", dimensions, statistic: "SampleCount" },
    period: 60,
  };
  return [
    {
      name: "tasks-missing",
      area: "Application",
      says: "Fewer tasks run than autoscaling wants, for most of a quarter of an hour.",
      means: "OpenEMR gets slow. When one more task ends, it may be down.",
      todo: `Run ${STATUS}: it says why tasks ended, and why new ones do not start.`,
      ...runningTasks,
      below: minimumTasks,
      // With one task, "down" says the same.
      when: tf`${minimumTasks} > 1`,
      // One that ends again and again runs in between, and a sample can be late.
      bad: 10,
      of: 15,
    },
    {
      name: "processor",
      area: "Application",
      says: "The tasks have used nearly all of their processors for a quarter of an hour.",
      means: "OpenEMR gets slow: autoscaling cannot help, or not fast enough.",
      todo: `Run ${STATUS}: it says how many tasks run. If this is the work of your people, ${raise("openemr_service_fargate_maximum_capacity or openemr_service_fargate_cpu")}.`,
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
      means: "A task whose memory is full ends, and the requests in it fail.",
      todo: `Run ${STATUS}: it says whether tasks ended because their memory was full. Then ${raise("openemr_service_fargate_memory")}.`,
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
      todo: `Run ${STATUS}. If this is the work of your people, ${raise("openemr_service_fargate_maximum_capacity")}.`,
      // A deployment has more tasks for minutes, and not for half an hour.
      ...runningTasks,
      above: tf`${maximumTasks} - 0.5`,
      // Where both are the same number, the service always runs that many.
      when: tf`${maximumTasks} > ${minimumTasks}`,
      bad: 27,
      of: 30,
    },
    {
      name: "php-errors",
      area: "Application",
      says: "OpenEMR's code ended with fatal errors, or a process of it crashed.",
      means: "A page or a report does not work.",
      todo: "Run npm run logs -- <environment> --errors --since 1h: the line has the request.",
      metric: logMetric(logNamespace, "php_errors"),
      // One may be a report that took too long.
      above: 5,
      period: 900,
      bad: 1,
      of: 1,
      // Without its database every page ends so, which "down" says.
      toldBy: "impaired",
    },
    {
      name: "tasks-end",
      area: "Application",
      says: "Tasks of OpenEMR end with an error when they start.",
      means: "Nobody notices while other tasks serve, but with the next deployment OpenEMR may be down.",
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
      todo: "Run npm run logs -- <environment> --errors --since 1h: the line says which service, and why.",
      metric: logMetric(logNamespace, "background_errors"),
      // They run every minute, and a failure is often gone with the next run.
      above: 5,
      period: 900,
      bad: 1,
      of: 1,
      toldBy: "impaired",
    },
  ];
}
