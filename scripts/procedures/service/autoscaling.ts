import {
  DescribeScalableTargetsCommand,
  RegisterScalableTargetCommand,
  ScalableDimension,
  type ScalableTarget,
  ServiceNamespace,
} from "@aws-sdk/client-application-auto-scaling";
import { UserError } from "../../../src/user-error";
import type { Installation } from "../installation";
import type { Step } from "../step";

const SUSPENDED = {
  DynamicScalingInSuspended: true,
  DynamicScalingOutSuspended: true,
  ScheduledScalingSuspended: true,
};

/** While it is suspended, nothing but a person changes the number of tasks. A deploy leaves it as it is. */
export function suspendAutoscaling(installation: Installation): Step {
  return autoscaling(installation, true);
}

export function resumeAutoscaling(installation: Installation): Step {
  return autoscaling(installation, false);
}

function autoscaling(installation: Installation, suspended: boolean): Step {
  const { clients } = installation;
  return {
    title: suspended ? "Suspend autoscaling" : "Resume autoscaling",
    takes: "1 s",
    look: async () => {
      const { SuspendedState: state = {} } = await scalableTarget(installation);
      const isSo = Object.keys(SUSPENDED).every(
        (name) => (state[name as keyof typeof SUSPENDED] ?? false) === suspended,
      );
      return { is: isSo ? "done" : "to do" };
    },
    begin: async () => {
      const SuspendedState = Object.fromEntries(Object.keys(SUSPENDED).map((name) => [name, suspended]));
      await clients.autoscaling.send(
        new RegisterScalableTargetCommand({ ...dimension(installation), SuspendedState }),
      );
    },
  };
}

/** The least number of tasks that autoscaling keeps, which is how many are started. */
export async function minimumTasks(installation: Installation): Promise<number> {
  const { MinCapacity } = await scalableTarget(installation);
  return Math.max(1, MinCapacity ?? 1);
}

async function scalableTarget(installation: Installation): Promise<ScalableTarget> {
  const { ResourceId, ...query } = dimension(installation);
  const { ScalableTargets = [] } = await installation.clients.autoscaling.send(
    new DescribeScalableTargetsCommand({ ...query, ResourceIds: [ResourceId] }),
  );
  const [target] = ScalableTargets;
  if (target) return target;
  throw new UserError(
    `AWS has no autoscaling of ${ResourceId}. Deploy it again: npm run deploy -- ${installation.environment}`,
  );
}

function dimension({ cluster, service }: Installation) {
  return {
    ServiceNamespace: ServiceNamespace.ECS,
    ScalableDimension: ScalableDimension.ECSServiceDesiredCount,
    ResourceId: `service/${cluster}/${service}`,
  };
}
