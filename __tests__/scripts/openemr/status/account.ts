/** An installation's things in an account, as a test writes them. */
export interface Account {
  service: EmulatedService | undefined;
  tasks: EmulatedTask[];
  log: LogEvent[];
  /** Log groups beside that of the tasks, by their names. */
  otherLogs?: Readonly<Record<string, LogEvent[]>>;
  database: { arn: string; status: string; instances: number; restorableUntil: Date };
  /** By the ARN of what is backed up, in any order. */
  recoveryPoints: Map<string, Array<{ at: Date; status: string }>>;
}

export interface EmulatedService {
  image: string;
  /** A label of the container. */
  version?: string;
  desired: number;
  /** Newest first, as AWS documents no order, and gives them so. */
  deployments: Array<{ status: string; at: Date; image: string; reason?: string }>;
  primary: { rolloutState: string; reason?: string; failedTasks: number };
  events: Array<{ at: Date; message: string }>;
}

export interface EmulatedTask {
  id: string;
  image: string;
  createdAt: Date;
  /** Digest of the image that the tag meant. */
  digest?: string;
  lastStatus: string;
  health: string;
  stopped?: { at: Date; reason: string; exitCodes: Record<string, number> };
}

export interface LogEvent {
  stream: string;
  at: Date;
  message: string;
}

export const REGION = "eu-west-1";
const ARN = (service: string, rest: string) => `arn:aws:${service}:${REGION}:123456789012:${rest}`;
export const CLUSTER = "openemr-trial-cluster";
export const SERVICE = "openemr-trial-service";
export const LOG_GROUP = "/openemr-trial/application";
export const DATABASE = ARN("rds", "cluster:openemr-trial-database");
export const FILE_SYSTEM = ARN("elasticfilesystem", "file-system/fs-0123456789abcdef0");
export const taskArn = (id: string) => ARN("ecs", `task/${CLUSTER}/${id}`);
export const definitionArn = (image: string) =>
  ARN("ecs", `task-definition/openemr-trial-task:${image.replace(/\D/g, "") || 1}`);
export const revisionArn = (image: string) => ARN("ecs", `service-revision/${CLUSTER}/${SERVICE}/${image}`);

/** Outputs of the stack, as far as the command reads them. */
export const OUTPUTS = {
  url: "https://openemr.example.org",
  ecs_cluster_name: CLUSTER,
  ecs_service_name: SERVICE,
  database_cluster_arn: DATABASE,
  file_system_arn: FILE_SYSTEM,
  procedure_parameter: "/openemr-trial/procedure",
  database_user_secret_arn: ARN("secretsmanager", "secret:openemr-trial-database-user"),
  administrator_secret_arn: ARN("secretsmanager", "secret:openemr-trial-administrator"),
  mail_fault_metrics: [],
};

export const minutesAgo = (minutes: number, now = new Date()) => new Date(now.getTime() - minutes * 60_000);

export const IMAGE = "openemr/openemr:8.4.1";

/** Two tasks that have served for a day. */
export function healthyAccount(): Account {
  const ids = ["aaaaaaaa11111111", "bbbbbbbb22222222"];
  return {
    service: {
      image: IMAGE,
      desired: 2,
      deployments: [{ status: "SUCCESSFUL", at: minutesAgo(1440), image: IMAGE }],
      primary: { rolloutState: "COMPLETED", reason: "ECS deployment ecs-svc/1 completed.", failedTasks: 0 },
      events: [
        { at: minutesAgo(1430), message: "(service openemr-trial-service) has reached a steady state." },
      ],
    },
    tasks: ids.map((id) => task(id, { createdAt: minutesAgo(1440) })),
    log: ids.flatMap((id) => [
      line(id, 1439, "start: state: waiting: for the database db:3306"),
      line(id, 1438, "start: state: serving: 8.4.1"),
    ]),
    database: { arn: DATABASE, status: "available", instances: 2, restorableUntil: minutesAgo(4) },
    recoveryPoints: new Map([
      [DATABASE, [{ at: minutesAgo(600), status: "COMPLETED" }]],
      [FILE_SYSTEM, [{ at: minutesAgo(590), status: "COMPLETED" }]],
    ]),
  };
}

export function task(id: string, given: Partial<EmulatedTask> = {}): EmulatedTask {
  return { id, image: IMAGE, createdAt: minutesAgo(5), lastStatus: "RUNNING", health: "HEALTHY", ...given };
}

export function line(id: string, minutes: number, message: string, container = "openemr"): LogEvent {
  return { stream: `ecs/${container}/${id}`, at: minutesAgo(minutes), message };
}
