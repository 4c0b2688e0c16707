import {
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  type ECSClient,
  type Deployment as EcsDeployment,
  ListServiceDeploymentsCommand,
  type Service,
} from "@aws-sdk/client-ecs";
import { UserError } from "../../../src/user-error";
import { printable } from "./log-lines";

/** Where ECS runs the tasks. */
export interface ServicePlace {
  readonly environment: string;
  readonly cluster: string;
  readonly service: string;
  /** Name of OpenEMR's container. */
  readonly container: string;
}

type DeploymentState =
  | "in progress"
  | "completed"
  | "failed"
  | "being rolled back"
  | "rolled back"
  | "stopped";

/** The newest deployment of the service, whatever became of it. */
export interface Deployment {
  readonly state: DeploymentState;
  readonly since: Date;
  /** The reason that ECS gives for it. */
  readonly reason?: string;
  /** Image of OpenEMR that was to be deployed. */
  readonly image?: string;
}

/** The service, as ECS knows it. */
export interface ServiceStatus {
  readonly deployment: Deployment;
  readonly counts: { readonly desired: number; readonly running: number; readonly pending: number };
  /** Tasks of the deployment that is under way that ended before they were healthy. */
  readonly failedTasks: number;
  /** Task definition that tasks are started from now. */
  readonly taskDefinition: string;
  readonly events: ReadonlyArray<{ readonly at: Date; readonly message: string }>;
}

const STATES: Readonly<Record<string, DeploymentState>> = {
  PENDING: "in progress",
  IN_PROGRESS: "in progress",
  SUCCESSFUL: "completed",
  COMPLETED: "completed",
  FAILED: "failed",
  STOP_REQUESTED: "being rolled back",
  ROLLBACK_REQUESTED: "being rolled back",
  ROLLBACK_IN_PROGRESS: "being rolled back",
  ROLLBACK_SUCCESSFUL: "rolled back",
  ROLLBACK_FAILED: "failed",
  STOPPED: "stopped",
};

const EVENTS = 5;

/** @throws a UserError where there is no such service */
export async function readService(ecs: ECSClient, place: ServicePlace): Promise<ServiceStatus> {
  const service = await findService(ecs, place);
  const primary = service.deployments?.find(({ status }) => status === "PRIMARY");
  return {
    deployment: await readDeployment(ecs, place, service, primary),
    counts: {
      desired: service.desiredCount ?? 0,
      running: service.runningCount ?? 0,
      pending: service.pendingCount ?? 0,
    },
    failedTasks: primary?.failedTasks ?? 0,
    taskDefinition: service.taskDefinition!,
    events: (service.events ?? [])
      .slice(0, EVENTS)
      .map(({ createdAt, message }) => ({ at: createdAt!, message: printable(message ?? "") })),
  };
}

async function findService(ecs: ECSClient, { environment, cluster, service }: ServicePlace) {
  const query = new DescribeServicesCommand({ cluster, services: [service] });
  const { services = [] } = await ecs.send(query).catch((error: Error) => {
    if (error.name !== "ClusterNotFoundException") throw error;
    return { services: [] };
  });
  const found = services.find(({ status }) => status !== "INACTIVE");
  if (found) return found;
  throw new UserError(
    `The state of "${environment}" names the service ${service} in the cluster ${cluster}, but AWS has none in the account ` +
      `of these credentials. Look whose they are: aws sts get-caller-identity. If it was deleted, deploy it again: npm run deploy -- ${environment}`,
  );
}

/** The list of deployments also has what was rolled back, which the service itself has forgotten. */
async function readDeployment(
  ecs: ECSClient,
  place: ServicePlace,
  service: Service,
  primary: EcsDeployment | undefined,
): Promise<Deployment> {
  const which = { cluster: place.cluster, service: place.service };
  const { serviceDeployments = [] } = await ecs.send(new ListServiceDeploymentsCommand(which));
  const [newest] = [...serviceDeployments].sort(
    (one, other) => (other.createdAt?.getTime() ?? 0) - (one.createdAt?.getTime() ?? 0),
  );
  if (!newest) {
    return {
      state: stateOf(primary?.rolloutState),
      since: primary?.createdAt ?? service.createdAt!,
      ...(primary?.rolloutStateReason && { reason: printable(primary.rolloutStateReason) }),
    };
  }
  const state = stateOf(newest.status);
  const reason = newest.statusReason ?? (state === "completed" ? undefined : primary?.rolloutStateReason);
  const image = await imageOf(ecs, newest.targetServiceRevisionArn, place.container);
  return {
    state,
    since: newest.finishedAt ?? newest.createdAt!,
    ...(reason && { reason: printable(reason) }),
    ...(image && { image }),
  };
}

function stateOf(status: string | undefined): DeploymentState {
  // A state that is new to this project is not over.
  return STATES[status ?? ""] ?? "in progress";
}

async function imageOf(
  ecs: ECSClient,
  revision: string | undefined,
  container: string,
): Promise<string | undefined> {
  if (!revision) return undefined;
  const query = new DescribeServiceRevisionsCommand({ serviceRevisionArns: [revision] });
  const { serviceRevisions = [] } = await ecs.send(query);
  return serviceRevisions[0]?.containerImages?.find(({ containerName }) => containerName === container)
    ?.image;
}
