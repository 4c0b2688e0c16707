import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type DesiredStatus,
  type ECSClient,
  type Failure,
  paginateListTasks,
  RunTaskCommand,
  type Task,
} from "@aws-sdk/client-ecs";
import { type Advice, attempt } from "../lib/aws-call";
import { FunctionError } from "../lib/function-error";
import type { Settings } from "./settings";

/** Answer to a caller. */
export interface FileExport {
  /** The ECS task that copies; `aws ecs describe-tasks` tells how far it is. */
  readonly taskArn: string;
  /** False where one ran already. */
  readonly started: boolean;
  readonly cluster: string;
  /** Where the copy goes, an S3 URI. */
  readonly destination: string;
}

const START_ADVICE: Advice = {
  ClusterNotFound: "Deploy the stack again.",
  InvalidParameter: "Deploy the stack again: task, subnets or security group may be gone.",
  Client: "Deploy the stack again: the task's definition or a role of it may be gone.",
  TimeoutError: "AWS did not answer. Try again: what runs already is found, and not started twice.",
  Blocked: "AWS has blocked the account; ask AWS Support.",
};

/** The way out where ECS gives a reason in the place of a task, by the beginning of that. */
const FAILURE_ADVICE: ReadonlyArray<[RegExp, string]> = [
  [/^Capacity is unavailable/i, "AWS has no Fargate capacity in these zones now. Try again later."],
  [
    /^You've reached the limit|vCPU/i,
    "The account's quota of Fargate vCPUs is used up. Raise it in Service Quotas.",
  ],
  [/^MISSING/i, "Deploy the stack again."],
];

/** Milliseconds after which a task that another call started is in every list, retries of that call included. */
const SETTLED = 20_000;

/**
 * Starts the task, unless one runs already.
 *
 * Two calls at once start one task: both give ECS the same token, which stands for what they saw. It holds the hour,
 * as ECS forgets tasks that stopped an hour ago but no token of the last day. A call right after the full hour, where
 * schedules are, waits until it would see what a call right before it has started.
 */
export async function exportFiles(
  ecs: ECSClient,
  settings: Settings,
  now: Date,
  pause: (milliseconds: number) => Promise<unknown> = sleep,
): Promise<FileExport> {
  const { cluster, destination } = settings;
  const sinceFullHour = now.getTime() % 3_600_000;
  if (sinceFullHour < SETTLED) await pause(SETTLED - sinceFullHour);
  const [running] = await listTasks(ecs, settings, "RUNNING");
  if (running) return { taskArn: running, started: false, cluster, destination };
  const stopped = await listTasks(ecs, settings, "STOPPED");
  const seen = JSON.stringify([settings.taskDefinition, now.toISOString().slice(0, 13), stopped.sort()]);
  const task = await runTask(ecs, settings, createHash("sha256").update(seen).digest("hex"));
  return { taskArn: task.taskArn!, started: true, cluster, destination };
}

async function listTasks(
  ecs: ECSClient,
  settings: Settings,
  desiredStatus: DesiredStatus,
): Promise<string[]> {
  const query = { cluster: settings.cluster, family: settings.taskFamily, desiredStatus };
  return attempt(
    "see whether a copy runs already, and started none",
    async () => {
      const tasks: string[] = [];
      for await (const { taskArns = [] } of paginateListTasks({ client: ecs }, query))
        tasks.push(...taskArns);
      return tasks;
    },
    START_ADVICE,
  );
}

async function runTask(ecs: ECSClient, settings: Settings, clientToken: string): Promise<Task> {
  const command = new RunTaskCommand({
    cluster: settings.cluster,
    taskDefinition: settings.taskDefinition,
    launchType: "FARGATE",
    count: 1,
    clientToken,
    propagateTags: "TASK_DEFINITION",
    networkConfiguration: {
      awsvpcConfiguration: {
        subnets: settings.subnets.split(","),
        securityGroups: [settings.securityGroup],
        assignPublicIp: "DISABLED",
      },
    },
  });
  const answer = await attempt("start the copy", () => ecs.send(command), START_ADVICE);
  const task = answer.tasks?.find(({ taskArn }) => taskArn);
  if (task) return task;
  throw notStarted(answer.failures ?? []);
}

function notStarted(failures: readonly Failure[]): FunctionError {
  const reasons = failures.map(({ reason, detail }) => [reason, detail].filter(Boolean).join(": "));
  const said = reasons.join("; ") || "no reason";
  const advice = FAILURE_ADVICE.find(([pattern]) => failures.some(({ reason = "" }) => pattern.test(reason)));
  return new FunctionError(
    `ECS started no task for the copy and gave ${said.replace(/\.?$/, ".")} ${advice?.[1] ?? "Try again later."}`,
  );
}
