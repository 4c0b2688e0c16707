import type {
  DescribeServiceRevisionsRequest,
  DescribeServicesRequest,
  DescribeTaskDefinitionRequest,
  DescribeTasksRequest,
  ListServiceDeploymentsRequest,
  ListTasksRequest,
} from "@aws-sdk/client-ecs";
import {
  type Account,
  CLUSTER,
  definitionArn,
  type EmulatedTask,
  LOG_GROUP,
  REGION,
  revisionArn,
  SERVICE,
  taskArn,
} from "./account";
import { AwsError } from "./aws-error";

const seconds = (at: Date) => at.getTime() / 1000;
const invalid = (message: string) => new AwsError("InvalidParameterException", message);

/** Tasks on a page of a list. */
const PAGE = 100;

export const ecsOperations: Readonly<Record<string, (account: Account, request: never) => unknown>> = {
  DescribeServices({ service, tasks }, { cluster, services = [] }: DescribeServicesRequest) {
    knowCluster(cluster);
    if (services.length < 1 || services.length > 10) throw invalid("Between 1 and 10 services at a time.");
    const found = service && services.includes(SERVICE);
    const failures = services
      .filter((name) => !found || name !== SERVICE)
      .map((arn) => ({ arn, reason: "MISSING" }));
    if (!found) return { services: [], failures };
    const alive = tasks.filter(({ stopped }) => !stopped);
    const running = alive.filter(({ lastStatus }) => lastStatus === "RUNNING").length;
    return {
      services: [
        {
          serviceName: SERVICE,
          status: "ACTIVE",
          createdAt: 1_700_000_000,
          desiredCount: service.desired,
          runningCount: running,
          pendingCount: alive.length - running,
          taskDefinition: definitionArn(service.image),
          deployments: [
            {
              status: "PRIMARY",
              rolloutState: service.primary.rolloutState,
              rolloutStateReason: service.primary.reason,
              failedTasks: service.primary.failedTasks,
              createdAt: 1_700_000_000,
            },
          ],
          events: service.events.map(({ at, message }) => ({ createdAt: seconds(at), message })),
        },
      ],
      failures,
    };
  },

  ListServiceDeployments({ service }, { cluster, service: name }: ListServiceDeploymentsRequest) {
    knowCluster(cluster);
    if (!service || name !== SERVICE) throw new AwsError("ServiceNotFoundException", "Service not found.");
    return {
      serviceDeployments: service.deployments.map(({ status, at, image, reason }) => ({
        status,
        statusReason: reason,
        createdAt: seconds(at),
        targetServiceRevisionArn: revisionArn(image),
      })),
    };
  },

  DescribeServiceRevisions({ service }, { serviceRevisionArns = [] }: DescribeServiceRevisionsRequest) {
    if (serviceRevisionArns.length < 1 || serviceRevisionArns.length > 20) {
      throw invalid("Between 1 and 20 service revisions at a time.");
    }
    const known = (service?.deployments ?? []).filter(({ image }) =>
      serviceRevisionArns.includes(revisionArn(image)),
    );
    return {
      serviceRevisions: known.map(({ image }) => ({
        serviceRevisionArn: revisionArn(image),
        containerImages: [
          { containerName: "certificate", image },
          { containerName: "openemr", image },
        ],
      })),
    };
  },

  ListTasks({ tasks, service }, request: ListTasksRequest) {
    knowCluster(request.cluster);
    if (request.serviceName !== undefined && (!service || request.serviceName !== SERVICE)) {
      throw new AwsError("ServiceNotFoundException", "Service not found.");
    }
    const isStopped = (request.desiredStatus ?? "RUNNING") === "STOPPED";
    const all = tasks.filter(({ stopped }) => Boolean(stopped) === isStopped);
    const start = Number(request.nextToken ?? 0);
    return {
      taskArns: all.slice(start, start + PAGE).map(({ id }) => taskArn(id)),
      ...(start + PAGE < all.length && { nextToken: String(start + PAGE) }),
    };
  },

  DescribeTasks({ tasks }, { cluster, tasks: wanted = [] }: DescribeTasksRequest) {
    knowCluster(cluster);
    if (wanted.length === 0) throw invalid("Tasks cannot be empty.");
    if (wanted.length > 100) throw invalid("At most 100 tasks at a time.");
    return { tasks: tasks.filter(({ id }) => wanted.includes(taskArn(id))).map(describeTask), failures: [] };
  },

  DescribeTaskDefinition({ service }, { taskDefinition }: DescribeTaskDefinitionRequest) {
    if (!service || taskDefinition !== definitionArn(service.image)) {
      throw new AwsError("ClientException", "Unable to describe task definition.");
    }
    const logConfiguration = {
      logDriver: "awslogs",
      options: {
        "awslogs-group": LOG_GROUP,
        "awslogs-region": REGION,
        "awslogs-stream-prefix": "ecs",
      },
    };
    const container = (name: string) => ({
      name,
      image: service.image,
      logConfiguration,
      ...(service.version && { dockerLabels: { "openemr.version": service.version } }),
    });
    return { taskDefinition: { containerDefinitions: [container("certificate"), container("openemr")] } };
  },
};

function knowCluster(cluster: string | undefined): void {
  if (cluster !== CLUSTER) throw new AwsError("ClusterNotFoundException", "Cluster not found.");
}

function describeTask(task: EmulatedTask) {
  const { id, image, createdAt, lastStatus, health, stopped } = task;
  const { digest = `sha256:${"22bc7022".repeat(8)}` } = task;
  const container = (name: string) => ({
    name,
    image,
    exitCode: stopped?.exitCodes[name],
    ...(name === "openemr" && { healthStatus: health, imageDigest: digest }),
  });
  return {
    taskArn: taskArn(id),
    createdAt: seconds(createdAt),
    lastStatus: stopped ? "STOPPED" : lastStatus,
    ...(stopped && { stoppedAt: seconds(stopped.at), stoppedReason: stopped.reason }),
    containers: ["certificate", "installation-log", "openemr"].map(container),
  };
}
