import {
  type Container,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  type DesiredStatus,
  type ECSClient,
  type ListTasksRequest,
  paginateListTasks,
  type Task,
} from "@aws-sdk/client-ecs";
import { type Activity, printable } from "./log-lines";
import type { ServicePlace } from "./service";
import type { LogPlace, TaskLogs, TaskReport } from "./task-logs";

/** A task that ECS runs or is about to run. */
export interface RunningTask {
  readonly id: string;
  readonly image: string;
  readonly digest?: string;
  readonly createdAt: Date;
  /** State in ECS: `PROVISIONING`, `PENDING`, `ACTIVATING`, `RUNNING`, `DEACTIVATING`, `STOPPING` ... */
  readonly status: string;
  /** Health of OpenEMR's container: `HEALTHY`, `UNHEALTHY` or `UNKNOWN`. */
  readonly health: string;
  readonly activity?: Activity;
  readonly warnings: readonly string[];
}

/** A task that ended, and not because fewer were needed. */
export interface EndedTask {
  readonly id: string;
  readonly image: string;
  readonly at: Date;
  /** The reason that ECS gives. */
  readonly reason: string;
  /** The container that ended with an error. */
  readonly container?: string;
  readonly exitCode?: number;
  /** The last that this container said of it. */
  readonly error?: string;
}

/** AWS describes that many at once. */
const AT_ONCE = 100;
const ENDED = 3;
/** 128 and the number of SIGKILL or SIGTERM. */
const ENDED_BY_SIGNAL = new Set<number | undefined>([137, 143]);
/** A deployment or autoscaling took them away. */
const PLANNED = /^Scaling activity initiated by/;

/** Tasks of a service that run or ended within the last hour. */
export function listTasks(ecs: ECSClient, { cluster, service }: ServicePlace, desiredStatus: DesiredStatus) {
  return findTasks(ecs, { cluster, serviceName: service, desiredStatus });
}

export async function findTasks(ecs: ECSClient, query: ListTasksRequest): Promise<Task[]> {
  const { cluster } = query;
  const arns: string[] = [];
  for await (const { taskArns = [] } of paginateListTasks({ client: ecs }, query)) arns.push(...taskArns);
  const tasks: Task[] = [];
  while (arns.length > 0) {
    const some = new DescribeTasksCommand({ cluster, tasks: arns.splice(0, AT_ONCE) });
    // One that ended meanwhile is among the failures, and not missed.
    tasks.push(...((await ecs.send(some)).tasks ?? []));
  }
  return tasks;
}

/** Where the tasks of a definition log, and what image they run. */
export async function readDefinition(ecs: ECSClient, taskDefinition: string, container: string) {
  const { taskDefinition: found } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
  const main = found?.containerDefinitions?.find(({ name }) => name === container);
  const { "awslogs-group": group = "", "awslogs-stream-prefix": prefix = "" } =
    main?.logConfiguration?.options ?? {};
  const version = main?.dockerLabels?.["openemr.version"];
  return { image: main?.image ?? "", ...(version && { version }), log: { group, prefix } satisfies LogPlace };
}

export function runningTask(
  task: Task,
  container: string,
  reports: ReadonlyMap<string, TaskReport>,
): RunningTask {
  const main = task.containers?.find(({ name }) => name === container);
  const { activity, warnings = [] } = reports.get(idOf(task)) ?? {};
  return {
    id: idOf(task),
    image: main?.image ?? "",
    ...(main?.imageDigest && { digest: main.imageDigest }),
    createdAt: task.createdAt!,
    status: task.lastStatus ?? "UNKNOWN",
    health: main?.healthStatus ?? "UNKNOWN",
    ...(activity && { activity }),
    warnings,
  };
}

/** The newest of those that ended by themselves; AWS remembers them for about an hour. */
export function unplannedEnds(tasks: readonly Task[], container: string): Task[] {
  return tasks
    .filter(({ stoppedAt, stoppedReason = "" }) => stoppedAt && !PLANNED.test(stoppedReason))
    .filter((task) => !endedInOrder(task, container))
    .sort((one, other) => other.stoppedAt!.getTime() - one.stoppedAt!.getTime())
    .slice(0, ENDED);
}

export async function endedTask(
  task: Task,
  container: string,
  logs: TaskLogs | undefined,
): Promise<EndedTask> {
  const failed = failedContainer(task, container);
  const name = failed?.name ?? container;
  const error = await logs?.lastWords({ id: idOf(task), createdAt: task.createdAt! }, name);
  const reasons = [task.stoppedReason, failed?.reason].filter((reason) => reason !== undefined);
  return {
    id: idOf(task),
    image: task.containers?.find((each) => each.name === container)?.image ?? "",
    at: task.stoppedAt!,
    reason: printable(reasons.join(": ")),
    ...(failed && { container: name, exitCode: failed.exitCode }),
    ...(error && { error }),
  };
}

/** A task of the former version ends by itself when an upgrade is complete. */
function endedInOrder({ containers }: Task, container: string): boolean {
  return containers?.find(({ name }) => name === container)?.exitCode === 0;
}

/** When one container fails, ECS ends the others by a signal: these tell nothing. */
function failedContainer({ containers = [] }: Task, container: string): Container | undefined {
  const failed = containers.filter(({ exitCode }) => exitCode !== undefined && exitCode !== 0);
  return (
    failed.find(({ exitCode }) => !ENDED_BY_SIGNAL.has(exitCode)) ??
    failed.find(({ name }) => name === container)
  );
}

export function idOf({ taskArn = "" }: Task): string {
  return taskArn.slice(taskArn.lastIndexOf("/") + 1);
}
