import {
  DescribeServicesCommand,
  DescribeTasksCommand,
  type ECSClient,
  HealthStatus,
  paginateListTasks,
  type Task,
} from "@aws-sdk/client-ecs";
import { UserError } from "../../../src/user-error";

/** A service of ECS. */
export interface Service {
  readonly cluster: string;
  readonly service: string;
  readonly region: string;
  /** The environment that it is of, for the way out of errors. */
  readonly environment?: string;
}

/** A container that the agent of ECS Exec answers in. */
export interface Container {
  readonly taskId: string;
  readonly runtimeId: string;
}

const CONTAINER = "openemr";

/** The most tasks that one call describes. */
const TASKS_A_CALL = 100;

/** @throws a UserError where the service is not there, or nothing leads into its tasks */
export async function requireExec(ecs: ECSClient, { cluster, service, region, environment }: Service) {
  const command = new DescribeServicesCommand({ cluster, services: [service] });
  const found = (await ecs.send(command)).services?.[0];
  if (found?.status !== "ACTIVE") {
    const status = found?.status ?? "unknown";
    throw new UserError(
      `There is no service ${service} in the cluster ${cluster} in ${region} (status: ${status}).`,
    );
  }
  if (found.enableExecuteCommand) return;
  const name = environment ?? "<environment>";
  throw new UserError(
    `ECS Exec is off for the service ${service}, so nothing leads into its tasks. Switch it on: ` +
      `set enable_ecs_exec = true in environments/${name}.tfvars, then: npm run deploy -- ${name}`,
  );
}

/** Finds a task of the service in which the agent of ECS Exec answers; a healthy one if possible. */
export async function chooseContainer(ecs: ECSClient, service: Service): Promise<Container> {
  const tasks = await runningTasks(ecs, service);
  const open = tasks.flatMap((task) => {
    const container = openContainer(task);
    return container ? [{ container, isHealthy: task.healthStatus === HealthStatus.HEALTHY }] : [];
  });
  const chosen = open.find(({ isHealthy }) => isHealthy) ?? open[0];
  if (chosen) return chosen.container;
  throw new UserError(whyNone(tasks, service));
}

async function runningTasks(ecs: ECSClient, { cluster, service }: Service): Promise<Task[]> {
  const arns: string[] = [];
  const input = { cluster, serviceName: service, desiredStatus: "RUNNING" as const };
  for await (const { taskArns = [] } of paginateListTasks({ client: ecs }, input)) arns.push(...taskArns);
  if (arns.length === 0) return [];
  const command = new DescribeTasksCommand({ cluster, tasks: arns.slice(0, TASKS_A_CALL) });
  const { tasks = [] } = await ecs.send(command);
  // The group keeps out whatever else may run in the cluster.
  return tasks.filter(({ lastStatus, group }) => lastStatus === "RUNNING" && group === `service:${service}`);
}

function openContainer(task: Task): Container | undefined {
  const runtimeId = containerOf(task)?.runtimeId;
  if (!task.enableExecuteCommand || !runtimeId || agentStatus(task) !== "RUNNING") return undefined;
  return { taskId: task.taskArn!.split("/").at(-1)!, runtimeId };
}

function containerOf({ containers = [] }: Task) {
  return containers.find(({ name }) => name === CONTAINER);
}

function agentStatus(task: Task): string {
  const agents = containerOf(task)?.managedAgents ?? [];
  return agents.find(({ name }) => name === "ExecuteCommandAgent")?.lastStatus ?? "missing";
}

function whyNone(tasks: readonly Task[], { cluster, service, region }: Service): string {
  const ofService = `--region ${region} --cluster ${cluster}`;
  if (tasks.length === 0) {
    return [
      `The service ${service} has no running task at the moment. Its events say why:`,
      `  aws ecs describe-services ${ofService} --services ${service} --query 'services[0].events[:5].message'`,
    ].join("\n");
  }
  const replace = `  aws ecs update-service ${ofService} --service ${service} --force-new-deployment`;
  if (tasks.every(({ enableExecuteCommand }) => !enableExecuteCommand)) {
    return [
      `The running tasks (${tasks.length}) were started before ECS Exec was switched on. Replace them, and repeat:`,
      replace,
    ].join("\n");
  }
  return [
    `The agent of ECS Exec runs in none of the running tasks (${tasks.length}); ExecuteCommandAgent is: ${tasks.map(agentStatus).join(", ")}.`,
    "In a task that has just started it takes a minute. If it stays so, the role of the task or its way to",
    "AWS Systems Manager lacks something; after that is mended, replace the tasks, and repeat:",
    replace,
  ].join("\n");
}
