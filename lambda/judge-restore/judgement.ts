import {
  type BackupClient,
  DescribeRestoreJobCommand,
  type DescribeRestoreJobOutput,
} from "@aws-sdk/client-backup";
import { DescribeFileSystemsCommand, type EFSClient } from "@aws-sdk/client-efs";
import { type DBCluster, DescribeDBClustersCommand, type RDSClient } from "@aws-sdk/client-rds";
import { attempt } from "../lib/aws-call";
import type { Settings } from "./settings";

export interface Clients {
  readonly backup: BackupClient;
  readonly rds: RDSClient;
  readonly efs: EFSClient;
}

/** The faults of a restored thing as sentences, none where it is right, and what was seen. */
export interface Judgement {
  readonly faults: readonly string[];
  readonly seen: string;
}

/** A daily backup that is older has missed a day. In hours, with the time that a backup may wait to begin and take. */
const OLDEST = 36;

/** Judges what a restore made: its age, that it can be used, and that it is as safe as what is in use. */
export async function judge(clients: Clients, settings: Settings, jobId: string): Promise<Judgement> {
  const job = await attempt("read the restore job", () =>
    clients.backup.send(new DescribeRestoreJobCommand({ RestoreJobId: jobId })),
  );
  const { faults, seen } = await judgeResource(clients, settings, job);
  const hours = hoursBetween(job.RecoveryPointCreationDate, job.CreationDate);
  const minutes = hoursBetween(job.CreationDate, job.CompletionDate) * 60;
  return {
    faults: [
      ...(Number.isNaN(hours) ? ["AWS Backup does not say how old the backup was."] : []),
      ...(hours > OLDEST ? [`The backup was ${Math.round(hours)} hours old, and one is made each day.`] : []),
      ...faults,
    ],
    seen: `${seen}, from a backup that was ${Math.round(hours)} hours old, restored in ${Math.round(minutes)} minutes`,
  };
}

function judgeResource(
  clients: Clients,
  settings: Settings,
  job: DescribeRestoreJobOutput,
): Promise<Judgement> {
  const { ResourceType, CreatedResourceArn: arn = "" } = job;
  if (ResourceType === "Aurora") return judgeDatabase(clients, settings, arn);
  if (ResourceType === "EFS") return judgeFiles(clients, settings, arn, job.BackupSizeInBytes ?? 0);
  return Promise.resolve({
    faults: [`It is of the type ${ResourceType}, which no test restores.`],
    seen: arn,
  });
}

/** AWS Backup makes a cluster without an instance, so nothing can sign in to it. */
async function judgeDatabase(
  { rds }: Clients,
  { databaseArn, keyArn }: Settings,
  arn: string,
): Promise<Judgement> {
  const read = async (DBClusterIdentifier: string): Promise<DBCluster> => {
    const { DBClusters = [] } = await attempt(`read the cluster ${DBClusterIdentifier}`, () =>
      rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier })),
    );
    return DBClusters[0]!;
  };
  const [restored, used] = [await read(arn), await read(databaseArn)];
  return {
    faults: [
      ...differs("is", restored.Status, "available"),
      ...differs("is encrypted with the key", restored.KmsKeyId, keyArn),
      ...differs("has the engine", restored.Engine, used.Engine),
      ...differs("has the major version", majorOf(restored), majorOf(used)),
      ...differs("has the master user", restored.MasterUsername, used.MasterUsername),
    ],
    seen: `A cluster of ${restored.Engine} ${restored.EngineVersion}`,
  };
}

async function judgeFiles(
  { efs }: Clients,
  { keyArn }: Settings,
  arn: string,
  bytes: number,
): Promise<Judgement> {
  const FileSystemId = arn.split("/").at(-1)!;
  const { FileSystems = [] } = await attempt(`read the file system ${FileSystemId}`, () =>
    efs.send(new DescribeFileSystemsCommand({ FileSystemId })),
  );
  const { LifeCycleState, KmsKeyId } = FileSystems[0]!;
  return {
    faults: [
      ...differs("is", LifeCycleState, "available"),
      ...differs("is encrypted with the key", KmsKeyId, keyArn),
      ...(bytes > 0 ? [] : ["It is empty."]),
    ],
    seen: `A file system of ${bytes} bytes`,
  };
}

function differs(what: string, found: string | undefined, expected: string | undefined): string[] {
  return found === expected ? [] : [`It ${what} ${found}, and not ${expected}.`];
}

/** e.g. `8.0` of `8.0.mysql_aurora.3.08.0` */
function majorOf({ EngineVersion = "" }: DBCluster): string {
  return EngineVersion.split(".").slice(0, 2).join(".");
}

/** NaN where AWS leaves one of them out. */
function hoursBetween(from: Date | undefined, to: Date | undefined): number {
  return from && to ? (to.getTime() - from.getTime()) / 3_600_000 : Number.NaN;
}
