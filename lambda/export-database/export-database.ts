import {
  type ExportTask,
  paginateDescribeExportTasks,
  type RDSClient,
  StartExportTaskCommand,
} from "@aws-sdk/client-rds";
import { type Advice, attempt } from "../lib/aws-call";
import { FunctionError } from "../lib/function-error";
import type { Request } from "./request";
import type { Settings } from "./settings";

/** Answer to a caller: RDS's own description of the export, and whether it is a new one. */
export interface DatabaseExport extends ExportTask {
  /** False where one ran already. */
  readonly started: boolean;
  /** Where the Parquet files go, an S3 URI. */
  readonly destination: string;
}

/** An export that has not ended, in the words of RDS. */
const RUNNING = ["STARTING", "IN_PROGRESS", "CANCELING"];

const ADVICE: Advice = {
  DBClusterNotFound: "Deploy the stack again.",
  IamRoleNotFound: "Deploy the stack again, which makes the role.",
  IamRoleMissingPermissions: "Deploy the stack again. A new role takes a minute until RDS sees its rights.",
  InvalidExportOnly: "Name databases and tables that exist.",
  InvalidExportSourceState: "Wait until the cluster is available.",
  InvalidS3Bucket: "Deploy the stack again, which makes the bucket.",
  KMSKeyNotAccessible: "Deploy the stack again. A key that was disabled has to be enabled.",
  ExportTaskLimitReached: "Only five exports of an account run at a time. Wait until one ends.",
  InvalidParameterValue: "Deploy the stack again.",
  TimeoutError: "AWS did not answer. Try again: what runs already is found, and not started twice.",
};

/**
 * Starts an export, unless one of this cluster runs already.
 *
 * Two calls in the same minute start one export: its identifier holds the minute, and RDS takes each but once.
 *
 * @throws a FunctionError where the one that runs exports something else
 */
export async function exportDatabase(
  rds: RDSClient,
  settings: Settings,
  request: Request,
  now: Date,
): Promise<DatabaseExport> {
  const running = (await exportsOfCluster(rds, settings)).find(isRunning);
  if (running) return join(running, settings, request);
  const minute = identifier(settings, now, 12);
  const started = await start(rds, settings, request, minute);
  if (started) return started;
  const [sameMinute] = await describe(rds, { ExportTaskIdentifier: minute });
  if (sameMinute && isRunning(sameMinute)) return join(sameMinute, settings, request);
  // It has ended within the minute, so this is another attempt.
  const again = await start(rds, settings, request, identifier(settings, now, 14));
  if (again) return again;
  throw new FunctionError("Two exports were started in this second. Try again.");
}

/** All exports of the cluster that RDS remembers. */
export function exportsOfCluster(rds: RDSClient, { clusterArn }: Settings): Promise<ExportTask[]> {
  return describe(rds, { SourceArn: clusterArn });
}

async function describe(
  rds: RDSClient,
  query: { SourceArn?: string; ExportTaskIdentifier?: string },
): Promise<ExportTask[]> {
  return attempt(
    "see whether an export runs already, and started none",
    async () => {
      const tasks: ExportTask[] = [];
      for await (const { ExportTasks = [] } of paginateDescribeExportTasks({ client: rds }, query)) {
        tasks.push(...ExportTasks);
      }
      return tasks;
    },
    ADVICE,
  );
}

/** @returns undefined where the identifier was used already */
async function start(
  rds: RDSClient,
  settings: Settings,
  { only }: Request,
  id: string,
): Promise<DatabaseExport | undefined> {
  const command = new StartExportTaskCommand({
    ExportTaskIdentifier: id,
    SourceArn: settings.clusterArn,
    S3BucketName: settings.bucket,
    S3Prefix: settings.folder,
    IamRoleArn: settings.roleArn,
    KmsKeyId: settings.keyArn,
    ...(only.length > 0 && { ExportOnly: [...only] }),
  });
  return attempt(
    "start the export",
    async () => {
      try {
        const { $metadata, ...task } = await rds.send(command);
        return describeTo(task, settings, true);
      } catch (error) {
        if (/^ExportTaskAlreadyExists/.test((error as Error).name)) return undefined;
        throw error;
      }
    },
    ADVICE,
  );
}

/** Takes the export that runs for the one that was asked for, if it is the same. */
function join(task: ExportTask, settings: Settings, { only }: Request): DatabaseExport {
  const { ExportTaskIdentifier: id, Status, S3Bucket, ExportOnly = [] } = task;
  const name = (list: readonly string[]) => (list.length > 0 ? list.join(", ") : "everything");
  const refuse = (why: string) =>
    new FunctionError(
      `The export ${id} still runs (${Status}, ${task.PercentProgress ?? 0} %) and ${why}. Wait until it ends, or stop it: aws rds cancel-export-task --export-task-identifier ${id}`,
    );
  if (Status === "CANCELING") throw refuse("is being stopped");
  if (S3Bucket !== settings.bucket) throw refuse(`goes to the bucket ${S3Bucket}, not ${settings.bucket}`);
  const exported = [...ExportOnly].sort();
  if (exported.join() !== only.join()) throw refuse(`exports ${name(exported)}, not ${name(only)}`);
  return describeTo(task, settings, false);
}

function describeTo(task: ExportTask, { bucket, folder }: Settings, started: boolean): DatabaseExport {
  return { ...task, started, destination: `s3://${bucket}/${folder}/${task.ExportTaskIdentifier}/` };
}

function isRunning({ Status }: ExportTask): boolean {
  return RUNNING.includes(Status ?? "");
}

/** e.g. `openemr-production-202611241705`, or with seconds. RDS takes letters, digits and single hyphens. */
function identifier({ exportPrefix }: Settings, now: Date, digits: number): string {
  return `${exportPrefix}-${now.toISOString().replace(/\D/g, "").slice(0, digits)}`;
}
