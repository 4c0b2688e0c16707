import { DescribeServicesCommand, type Service, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import { UserError } from "../../../src/user-error";
import type { Installation } from "../installation";
import type { Step } from "../step";
import { minimumTasks } from "./autoscaling";

/** People get an error page (503) from then on. */
export function stopTasks(installation: Installation): Step {
  return {
    title: "Stop all tasks",
    takes: "2 min",
    look: async () => {
      const { desiredCount, runningCount, pendingCount } = await readService(installation);
      const left = runningCount! + pendingCount!;
      if (desiredCount! > 0) return { is: "to do", note: `${runningCount} of ${desiredCount} tasks run` };
      return left > 0 ? { is: "under way", note: `${tasks(left)} still to end` } : { is: "done" };
    },
    begin: () => setDesiredCount(installation, 0),
  };
}

/** As many as autoscaling keeps at least. */
export function startTasks(installation: Installation): Step {
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
      const serves =
        runningCount! >= desiredCount! && (deployment?.rolloutState ?? "COMPLETED") === "COMPLETED";
      return { is: serves ? "done" : "under way", note: `${runningCount} of ${desiredCount} tasks run` };
    },
    begin: async () => setDesiredCount(installation, await minimumTasks(installation)),
  };
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
