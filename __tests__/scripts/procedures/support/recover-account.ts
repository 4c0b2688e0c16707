import type { Installation } from "../../../../scripts/procedures/installation";
import { restore } from "../../../../scripts/procedures/restore/restore";
import { vaultOf } from "../../../../scripts/procedures/restore/vault-of";
import { restoreAccount } from "./restore-account";

/** Vault with the copies of the installation that is gone. */
export const COPIES = "openemr-gone-copies";

/** Recovery points of the database and of the files, both of one morning. */
export const POINTS = { database: "arn:copy-of-database", files: "arn:copy-of-files" } as const;

const MORNING = new Date("2026-11-28T05:00:00Z");

/** The last snapshot that the database left, at the evening of that day. */
export const SNAPSHOT = "openemr-gone-database-final-abc123";
const EVENING = new Date("2026-11-28T20:00:00Z");

/** A new installation beside the copies of one that is gone, of another name and with other ARNs. */
export function recoverAccount() {
  const account = restoreAccount(POINTS.database);
  // Nothing of its own was backed up yet.
  account.backups.points.length = 0;
  const add = (RecoveryPointArn: string, ResourceType: string, ResourceArn: string, at = MORNING) =>
    account.backups.points.push({
      RecoveryPointArn,
      ResourceType,
      ResourceArn,
      CreationDate: at,
      BackupVaultName: COPIES,
      Status: "COMPLETED",
    });
  add(POINTS.files, "EFS", "arn:aws:elasticfilesystem:us-east-1:111122223333:file-system/fs-gone", MORNING);
  add(
    POINTS.database,
    "Aurora",
    "arn:aws:rds:us-east-1:111122223333:cluster:openemr-gone-database",
    new Date(MORNING.getTime() + 60_000),
  );
  account.rds.lastSnapshots.push({
    DBClusterSnapshotIdentifier: SNAPSHOT,
    SnapshotCreateTime: EVENING,
    Status: "available",
  });
  account.rds.dataOf = (source) => (source === SNAPSHOT ? POINTS.database : source);
  const options = { from: COPIES, keepFiles: false, rehearse: false } as const;
  const recoverFrom = (from: string) => async (installation: Installation) =>
    restore(installation, { ...options, from: await vaultOf(installation, from), to: "latest" });
  const recover = (installation: Installation) => restore(installation, { ...options, to: "latest" });
  const recoverSnapshot = (installation: Installation, snapshot = SNAPSHOT) =>
    restore(installation, { ...options, snapshot });
  return { ...account, add, recover, recoverFrom, recoverSnapshot };
}
