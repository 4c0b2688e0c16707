import { GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import { FARGATE_USE } from "../../../src/monitoring/quota-alarms";
import { type Quota, raise, readLimit } from "../../aws/service-quotas";
import type { Clients } from "../account";
import type { CheckedEnvironment } from "../environment";
import { type Answer, type Question, right, unknown, wrong } from "../question";

const FARGATE: Quota = { service: "fargate", code: "L-3032A538", what: "Fargate vCPUs" };
const DAY_MS = 24 * 60 * 60 * 1000;

/** Whether all tasks of the account together leave enough vCPUs. */
export function fargateQuestion(
  cloudwatch: Clients["cloudwatch"],
  quotas: Clients["quotas"],
  environment: CheckedEnvironment,
): Question {
  const cpus = environment.number("openemr_service_fargate_cpu") / 1024;
  const tasks = cpus * environment.number("openemr_service_fargate_minimum_capacity");
  return {
    area: "Quotas",
    what: FARGATE.what,
    ask: async () => {
      const [limit, used] = await Promise.all([readLimit(quotas, FARGATE), readUse(cloudwatch)]);
      return judge(limit, used, tasks);
    },
  };
}

/** The most vCPUs that the account used at once during the last day: without a task, CloudWatch has no value. */
async function readUse(cloudwatch: Clients["cloudwatch"]): Promise<number> {
  const now = Date.now();
  const { Datapoints = [] } = await cloudwatch.send(
    new GetMetricStatisticsCommand({
      Namespace: String(FARGATE_USE.namespace),
      MetricName: FARGATE_USE.name,
      Dimensions: Object.entries(FARGATE_USE.dimensions).map(([Name, value]) => ({
        Name,
        Value: String(value),
      })),
      Statistics: ["Maximum"],
      StartTime: new Date(now - DAY_MS),
      EndTime: new Date(now),
      Period: 3600,
    }),
  );
  return Math.max(0, ...Datapoints.map(({ Maximum = 0 }) => Maximum));
}

/**
 * CloudWatch does not tell whose tasks use vCPUs. With those of others, there must be room for the least number of tasks,
 * and for as many again: a deployment starts them before it ends the former ones.
 *
 * @param tasks vCPUs of the least number of tasks
 */
function judge(limit: number | undefined, used: number, tasks: number): Answer {
  if (limit === undefined) return unknown("Service Quotas gives no value");
  const seen = `${used} of ${limit} were used at once in the last 24 hours, ${tasks} are needed, and ${2 * tasks} during a deployment`;
  if (used + 2 * tasks <= limit) return right(seen);
  const mend = raise(FARGATE, Math.ceil(used + 2 * tasks));
  if (used + tasks > limit) return wrong(seen, mend);
  return unknown(`${seen}: enough only where those used were this installation's own`, mend);
}
