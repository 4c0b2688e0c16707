import { BackupClient } from "@aws-sdk/client-backup";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { DesiredStatus, ECSClient, type Task } from "@aws-sdk/client-ecs";
import { RDSClient } from "@aws-sdk/client-rds";
import { isTransient } from "../../aws/aws-fault";
import { clientSettings } from "../../system/client-settings";
import { type DatabaseStatus, readDatabase } from "./database";
import type { InstallationNames } from "./installation";
import { judge, type Verdict } from "./outcome";
import { type NewestBackup, newestBackup } from "./recovery-points";
import { readService, type ServiceStatus } from "./service";
import { TaskLogs, type TaskReport } from "./task-logs";
import {
  type EndedTask,
  endedTask,
  idOf,
  listTasks,
  type RunningTask,
  readDefinition,
  runningTask,
  unplannedEnds,
} from "./tasks";

/** A part of the page that could not be read, and why. */
export interface Problem {
  readonly problem: string;
}

/** All that the page shows. */
export interface Status extends Verdict {
  readonly environment: string;
  readonly url: string;
  readonly at: Date;
  /** Image of OpenEMR that tasks are started from now. */
  readonly image: string;
  /** Its `openemr_version`, where the definition tells it. */
  readonly version?: string;
  readonly service: ServiceStatus;
  readonly tasks: readonly RunningTask[];
  readonly ended: readonly EndedTask[];
  /** Set where the tasks' logs could not be read. */
  readonly logProblem?: string;
  readonly database: DatabaseStatus | Problem;
  readonly backups: { readonly database: NewestBackup | Problem; readonly files: NewestBackup | Problem };
}

export interface Clients {
  readonly ecs: ECSClient;
  readonly logs: CloudWatchLogsClient;
  readonly rds: RDSClient;
  readonly backup: BackupClient;
}

export function makeClients(region: string): Clients {
  const settings = clientSettings(region);
  return {
    ecs: new ECSClient(settings),
    logs: new CloudWatchLogsClient(settings),
    rds: new RDSClient(settings),
    backup: new BackupClient(settings),
  };
}

/** Reads how an installation is. What ECS says is needed; where another service refuses, the page says so. */
export async function readStatus(clients: Clients, names: InstallationNames, at: Date): Promise<Status> {
  const { ecs, rds, backup } = clients;
  const service = await readService(ecs, names);
  const [running, stopped, definition] = await Promise.all([
    listTasks(ecs, names, DesiredStatus.RUNNING),
    listTasks(ecs, names, DesiredStatus.STOPPED),
    readDefinition(ecs, service.taskDefinition, names.container),
  ]);
  const logs = new TaskLogs(clients.logs, definition.log, names.container, at);
  const told = await orProblem(() => logs.reports(running.map(logged)));
  const logProblem = "problem" in told ? told.problem : undefined;
  const reports = "problem" in told ? new Map<string, TaskReport>() : told;
  const tasks = running.map((task) => runningTask(task, names.container, reports));
  const readable = logProblem === undefined ? logs : undefined;
  const ended: EndedTask[] = [];
  for (const task of unplannedEnds(stopped, names.container))
    ended.push(await endedTask(task, names.container, readable));
  const [database, databaseBackup, filesBackup] = await Promise.all([
    orProblem(() => readDatabase(rds, names.databaseArn)),
    orProblem(() => newestBackup(backup, names.databaseArn)),
    orProblem(() => newestBackup(backup, names.fileSystemArn)),
  ]);
  return {
    environment: names.environment,
    url: names.url,
    at,
    ...judge(service, tasks, logProblem),
    image: definition.image,
    ...(definition.version && { version: definition.version }),
    service,
    tasks,
    ended,
    ...(logProblem !== undefined && { logProblem }),
    database,
    backups: { database: databaseBackup, files: filesBackup },
  };
}

function logged(task: Task) {
  return { id: idOf(task), createdAt: task.createdAt! };
}

/** @throws what is neither an answer of AWS nor the want of one */
async function orProblem<T>(read: () => Promise<T>): Promise<T | Problem> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Error) || !("$fault" in error || isTransient(error))) throw error;
    return { problem: `${error.name}: ${error.message}` };
  }
}
