import {
  paginateListRecoveryPointsByBackupVault,
  type RecoveryPointByBackupVault,
} from "@aws-sdk/client-backup";
import { type DBCluster, DescribeDBClustersCommand } from "@aws-sdk/client-rds";
import { UserError } from "../../../src/user-error";
import type { Installation } from "../installation";
import { ONE_MOMENT } from "./backup-job";

/** A moment of the past that files can be brought back to, with the database as near to it as there is. */
export interface Moment {
  /** When the backup of the files began. */
  readonly at: Date;
  readonly files: RecoveryPointByBackupVault;
  /** By a backup: from when that is. By point in time: exactly. Missing where there is neither. */
  readonly database?: { readonly at: Date; readonly point?: RecoveryPointByBackupVault };
}

/** All that can be restored. */
export interface Restorable {
  /** The newest first. */
  readonly moments: readonly Moment[];
  /** Within these the database can be restored to any second; missing where the cluster is gone. */
  readonly anySecond?: { readonly from: Date; readonly to: Date };
}

/** A database's backup further away from the files' than this is not of their moment. In milliseconds. */
const SAME_MORNING = 12 * 60 * 60_000;

const USABLE = new Set(["COMPLETED", "AVAILABLE"]);

export async function restorable(installation: Installation): Promise<Restorable> {
  const { vaultName, fileSystemArn, databaseArn } = installation;
  const [files, database, cluster] = await Promise.all([
    recoveryPoints(installation, vaultName, fileSystemArn),
    recoveryPoints(installation, vaultName, databaseArn),
    findCluster(installation, databaseArn),
  ]);
  const { EarliestRestorableTime: from, LatestRestorableTime: to } = cluster ?? {};
  const anySecond = from && to ? { from, to } : undefined;
  return { moments: momentsOf(files, database, anySecond), ...(anySecond && { anySecond }) };
}

/**
 * All that can be restored from a vault with recovery points of another installation: the one with its copies, or the one
 * that an installation of the same name left, in which those of today's files are not looked at.
 *
 * @throws UserError where the vault has those of several file systems or databases: nobody could tell which belong together
 */
export async function restorableFrom(installation: Installation, vaultName: string): Promise<Restorable> {
  const all = await recoveryPoints(installation, vaultName);
  const points = all.filter(({ ResourceArn }) => ResourceArn !== installation.fileSystemArn);
  return { moments: momentsOf(onlyOnes("EFS", points, vaultName), onlyOnes("Aurora", points, vaultName)) };
}

function onlyOnes(
  type: string,
  points: readonly RecoveryPointByBackupVault[],
  vaultName: string,
): RecoveryPointByBackupVault[] {
  const found = points.filter(({ ResourceType }) => ResourceType === type);
  const sources = [...new Set(found.map(({ ResourceArn }) => ResourceArn))];
  if (sources.length <= 1) return found;
  throw new UserError(
    `The vault ${vaultName} has recovery points of ${sources.length} sources of the type ${type}: ${sources.join(", ")}. ` +
      "Copy those of one installation into a vault of their own (console: AWS Backup, the vault, Actions, Copy), and give --from that one.",
  );
}

function momentsOf(
  files: readonly RecoveryPointByBackupVault[],
  database: readonly RecoveryPointByBackupVault[],
  anySecond?: Restorable["anySecond"],
): Moment[] {
  return files
    .map((point) => ({
      at: point.CreationDate!,
      files: point,
      ...databaseOf(point.CreationDate!, database, anySecond),
    }))
    .sort((one, other) => other.at.getTime() - one.at.getTime());
}

function databaseOf(
  at: Date,
  points: readonly RecoveryPointByBackupVault[],
  anySecond: Restorable["anySecond"],
): Pick<Moment, "database"> {
  const distance = ({ CreationDate }: RecoveryPointByBackupVault) =>
    Math.abs(CreationDate!.getTime() - at.getTime());
  const [point] = [...points].sort((one, other) => distance(one) - distance(other));
  // Before a point in time: after a restore or its undo, the cluster of this name was not in use at each of them.
  if (point && distance(point) <= ONE_MOMENT) return { database: { at: point.CreationDate!, point } };
  if (anySecond && at >= anySecond.from && at <= anySecond.to) return { database: { at } };
  if (!point || distance(point) > SAME_MORNING) return {};
  return { database: { at: point.CreationDate!, point } };
}

async function recoveryPoints(
  { clients }: Installation,
  vaultName: string,
  arn?: string,
): Promise<RecoveryPointByBackupVault[]> {
  const points: RecoveryPointByBackupVault[] = [];
  const query = { BackupVaultName: vaultName, ByResourceArn: arn };
  for await (const page of paginateListRecoveryPointsByBackupVault({ client: clients.backup }, query)) {
    points.push(...(page.RecoveryPoints ?? []));
  }
  return points.filter(({ Status }) => USABLE.has(Status ?? ""));
}

/** @param name identifier or ARN */
export async function findCluster({ clients }: Installation, name: string): Promise<DBCluster | undefined> {
  const query = new DescribeDBClustersCommand({ DBClusterIdentifier: name });
  try {
    return (await clients.rds.send(query)).DBClusters?.[0];
  } catch (error) {
    if (error instanceof Error && error.name === "DBClusterNotFoundFault") return undefined;
    throw error;
  }
}
