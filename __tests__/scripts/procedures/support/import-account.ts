import { importBackup } from "../../../../scripts/procedures/import/import";
import { type BackupLook, lookIntoBackup } from "../../../../scripts/procedures/import/look";
import type { Installation } from "../../../../scripts/procedures/installation";
import { writeBackup } from "../import/backups";
import type { Make } from "./carried-out";
import { restoreAccount } from "./restore-account";
import { S3Part } from "./s3-part";

export const BUCKET = "openemr-trial-import";

/** An installation with data of today, and a bucket for a backup that moves in. */
export function importAccount(from: string, look: BackupLook) {
  const s3 = new S3Part(BUCKET);
  const account = restoreAccount(undefined, [s3]);
  const { tasks, rds } = account;
  tasks.onTables = () => {
    const beside = rds.clusters.find(({ DBClusterIdentifier: name }) => name === "openemr-trial-restored");
    if (!beside) throw new Error("There is no database beside.");
    beside.data = "moved in";
  };
  const withBucket =
    (make: Make): Make =>
    (installation: Installation) =>
      make({ ...installation, importBucket: BUCKET });
  return {
    ...account,
    s3,
    moveIn: withBucket((installation) => importBackup(installation, { from, look, interval: 0 })),
  };
}

/** The account with the smallest backup of OpenEMR, which is written into a folder. */
export async function importedBackup(folder: string) {
  const from = await writeBackup(folder);
  return importAccount(from, await lookIntoBackup(from));
}
