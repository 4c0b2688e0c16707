import {
  DescribeServicesCommand,
  DesiredStatus,
  type Service,
  StopTaskCommand,
  type Task,
  UpdateServiceCommand,
} from "@aws-sdk/client-ecs";
import { UserError } from "../../../src/user-error";
import { findTasks } from "../../openemr/status/tasks";
import type { Installation } from "../installation";
import type { Step } from "../step";
import { minimumTasks } from "./autoscaling";

/** In milliseconds. A start takes minutes; an installation or an upgrade counts as healthy while it goes on. */
const START_LIMIT = 30 * 60_000;

/** Milliseconds after which a task that was to end most likely is protected. */
const END_LIMIT = 5 * 60_000;

const PROTECTED =
  "; ECS ends none that is protected: one that installs or upgrades, or that somebody protected by hand (docs/incident.md)";

/**
 * @param endsProtected ends tasks that ECS protects because they install or upgrade; by default they end first
 */
export function stopTasks(installation: Installation, endsProtected = false): Step {
  let since: number | undefined;
  return {
    title: "Stop all tasks",
    takes: "2 min",
    look: async () => {
      const { desiredCount, runningCount, pendingCount } = await readService(installation);
      if (desiredCount! > 0) return { is: "to do", note: `${runningCount} of ${desiredCount} tasks run` };
      const wanted = endsProtected ? await tasksOf(installation, DesiredStatus.RUNNING) : [];
      if (wanted.length > 0) return { is: "to do", note: `${tasks(wanted.length)} to be ended` };
      // ECS no longer counts a task that ends, and its last requests may still write.
      const left = runningCount! + pendingCount! + (await tasksThatEnd(installation));
      if (left === 0) return { is: "done" };
      since ??= Date.now();
      const isLong = Date.now() - since > END_LIMIT;
      return { is: "under way", note: `${tasks(left)} still to end${isLong ? PROTECTED : ""}` };
    },
    begin: async () => {
      const { clients, cluster } = installation;
      await setDesiredCount(installation, 0);
      for (const { taskArn } of endsProtected ? await tasksOf(installation, DesiredStatus.RUNNING) : []) {
        await clients.ecs.send(
          new StopTaskCommand({ cluster, task: taskArn, reason: "npm run upgrade --back" }),
        );
      }
    },
  };
}

/** As many as autoscaling keeps at least. */
export function startTasks(installation: Installation): Step {
  let since: number | undefined;
  return {
    title: "Start tasks",
    takes: "4 min",
    look: async () => {
      const service = await readService(installation);
      const { desiredCount, runningCount } = service;
      if (desiredCount === 0) return { is: "to do", note: "stopped" };
      const deployment = service.deployments?.find(({ status }) => status === "PRIMARY");
      if (deployment?.rolloutState === "FAILED") {
        return { is: "failed", note: deployment.rolloutStateReason ?? "ECS gave the deployment up." };
      }
      const healthy = runningCount! > 0 ? await healthyTasks(installation) : 0;
      const serves = healthy >= desiredCount! && (deployment?.rolloutState ?? "COMPLETED") === "COMPLETED";
      const note = `${healthy} of ${desiredCount} tasks are healthy`;
      if (serves) return { is: "done", note };
      since ??= Date.now();
      return Date.now() - since > START_LIMIT
        ? { is: "failed", note: `${note}. npm run status -- ${installation.environment} says why.` }
        : { is: "under way", note };
    },
    begin: async () => {
      since = undefined;
      await setDesiredCount(installation, await minimumTasks(installation));
    },
  };
}

async function healthyTasks(installation: Installation): Promise<number> {
  const tasks = await tasksOf(installation, DesiredStatus.RUNNING);
  return tasks.filter(({ healthStatus }) => healthStatus === "HEALTHY").length;
}

async function tasksThatEnd(installation: Installation): Promise<number> {
  const tasks = await tasksOf(installation, DesiredStatus.STOPPED);
  return tasks.filter(({ lastStatus }) => lastStatus !== "STOPPED").length;
}

function tasksOf({ cluster, service, clients }: Installation, desiredStatus: DesiredStatus): Promise<Task[]> {
  return findTasks(clients.ecs, { cluster, serviceName: service, desiredStatus });
}

async function setDesiredCount(installation: Installation, desiredCount: number): Promise<void> {
  const { cluster, service, clients } = installation;
  await clients.ecs.send(new UpdateServiceCommand({ cluster, service, desiredCount }));
}

/** @throws UserError where there is no such service */
export async function readService(installation: Installation): Promise<Service> {
  const { cluster, service, clients, environment } = installation;
  const query = new DescribeServicesCommand({ cluster, services: [service] });
  const { services = [] } = await clients.ecs.send(query);
  const found = services.find(({ status }) => status !== "INACTIVE");
  if (found) return found;
  throw new UserError(
    `AWS has no service ${service} in the cluster ${cluster} in the account of these credentials. Look whose they are: ` +
      `aws sts get-caller-identity. If it was deleted, deploy it again: npm run deploy -- ${environment}`,
  );
}

function tasks(count: number): string {
  return count === 1 ? "1 task" : `${count} tasks`;
}
