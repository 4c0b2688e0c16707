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

/** The recovery points that belong together, in a vault that has those of several installations. */
export interface Sources {
  /** Id of a file system. @default - the only one that the vault has backups of */
  readonly files?: string;
  /** Identifier of a cluster; null where none is looked for. @default - the only one that the vault has backups of */
  readonly database?: string | null;
}

/**
 * All that can be restored from a vault with recovery points of another installation: the one with its copies, or the one
 * that an installation of the same name left, in which those of today's files are not looked at.
 *
 * @throws UserError where the vault has those of several file systems or databases, and none of them is named: nobody
 * could tell which belong together
 */
export async function restorableFrom(
  installation: Installation,
  vaultName: string,
  { files, database }: Sources = {},
): Promise<Restorable> {
  const points = await othersPoints(installation, vaultName);
  const ofFiles = ofOne("--files", files, pointsOf("EFS", points), vaultName);
  if (database === null) return { moments: momentsOf(ofFiles, []) };
  return {
    moments: momentsOf(ofFiles, ofOne("--database", database, pointsOf("Aurora", points), vaultName)),
  };
}

/** Ids of file systems that are not the installation's, and that its vault has backups of. */
export async function othersIn(installation: Installation): Promise<string[]> {
  const points = pointsOf("EFS", await othersPoints(installation, installation.vaultName));
  return arnsOf(points).map(idOf);
}

async function othersPoints(
  installation: Installation,
  vaultName: string,
): Promise<RecoveryPointByBackupVault[]> {
  const all = await recoveryPoints(installation, vaultName);
  return all.filter(({ ResourceArn }) => ResourceArn !== installation.fileSystemArn);
}

function pointsOf(type: string, points: readonly RecoveryPointByBackupVault[]): RecoveryPointByBackupVault[] {
  return points.filter(({ ResourceType }) => ResourceType === type);
}

/** The id of a file system or the identifier of a cluster: the last part of its ARN. */
function idOf(arn: string): string {
  return arn.split(/[:/]/).at(-1)!;
}

function arnsOf(points: readonly RecoveryPointByBackupVault[]): string[] {
  return [...new Set(points.map(({ ResourceArn }) => ResourceArn!))];
}

/** @param option that names one @param wanted its value: an id, or the ARN where two have the same id */
function ofOne(
  option: string,
  wanted: string | undefined,
  points: readonly RecoveryPointByBackupVault[],
  vaultName: string,
): readonly RecoveryPointByBackupVault[] {
  const arns = arnsOf(points);
  if (wanted === undefined && arns.length <= 1) return points;
  const meant = arns.filter((arn) => arn === wanted || idOf(arn) === wanted);
  if (meant.length === 1) return points.filter(({ ResourceArn }) => ResourceArn === meant[0]);
  const listed = arns.map((arn) => {
    const name = arns.filter((other) => idOf(other) === idOf(arn)).length > 1 ? arn : idOf(arn);
    return `${name} (${describePoints(points.filter(({ ResourceArn }) => ResourceArn === arn))})`;
  });
  throw new UserError(
    `${option} is ${wanted === undefined ? "missing" : `"${wanted}"`}, but must be one of those that the vault ${vaultName} has recovery points of: ${listed.join("; ") || "none"}.`,
  );
}

/** e.g. `40 recovery points, 2026-01-01 to 2026-02-09`. */
function describePoints(points: readonly RecoveryPointByBackupVault[]): string {
  const days = points.map(({ CreationDate }) => CreationDate!.toISOString().slice(0, 10)).sort();
  const count = days.length === 1 ? "1 recovery point" : `${days.length} recovery points`;
  return `${count}, ${days[0] === days.at(-1) ? days[0] : `${days[0]} to ${days.at(-1)}`}`;
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
