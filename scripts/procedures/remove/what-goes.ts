import type { Remains } from "../../terraform/interrupted/remains";

/** Days for which the last backup is kept: seven years, as the monthly ones are. */
export const LAST_BACKUP_DAYS = 2555;

/** Tells in lists of backups why it was made. */
export const LAST_BACKUP_NOTE = "before destroy";

/** A destroy makes a last backup and keeps some resources, as this says. */
export interface DestroyPlan {
  /** Backs up database and files before anything goes. */
  readonly makesBackup: boolean;
  /** Deletes all recovery points first. @default false */
  readonly emptiesVault?: boolean;
  /** Region of copies that are deleted with them. @default - there are none */
  readonly emptiesCopies?: string | undefined;
  /** Names of the buckets that go with all their objects. */
  readonly buckets: readonly string[];
  /** Addresses that are taken out of the state. */
  readonly kept: readonly string[];
}

/** Says what goes and what stays. */
export function describe(
  remains: Remains,
  { makesBackup, emptiesVault = false, emptiesCopies, buckets, kept }: DestroyPlan,
): string {
  const named = (what: string, name: string | undefined) => (name ? `${what} ${name}` : what);
  const lost = [
    ...(emptiesVault ? ["the recovery points in the backup vault"] : []),
    ...(emptiesVault && emptiesCopies ? [`their copies in ${emptiesCopies}`] : []),
    named("the database", remains.database),
    named("the file system", remains.fileSystem),
    ...(remains.hasStudio ? ["the home volumes of SageMaker Studio with all that people saved on them"] : []),
    "the network",
    "all log groups, those of the database too",
    "secrets",
  ];
  return [
    ...(buckets.length > 0
      ? [
          `What goes: ${lost.join(", ")}, and these buckets with all their objects:`,
          ...buckets.map((bucket) => `  ${bucket}`),
        ]
      : [`What goes: ${lost.join(", ")}.`]),
    ...(emptiesVault
      ? ["Nothing stays of database and files, and no backup is made (skip_final_snapshot = true)."]
      : [
          `What stays: recovery points in the backup vault${snapshot(remains)}`,
          makesBackup
            ? `Before anything goes, database and files are backed up once more, which is waited for; AWS keeps that backup for ${LAST_BACKUP_DAYS} days.`
            : "No last backup is made now: of the files only what the vault has already is left.",
        ]),
    ...(kept.length > 0
      ? [
          "These are taken out of Terraform's state and stay, because a restore needs them:",
          ...kept.map((address) => `  ${address}`),
        ]
      : []),
    ...(kept.length === 0 && remains.kept.length > 0
      ? [
          "AWS deletes the keys in 30 days, and snapshots and recovery points are unreadable from then on. It refuses to delete a vault that holds recovery points.",
        ]
      : []),
  ].join("\n");
}

function snapshot({ hasDatabase, isWorthless }: Remains): string {
  if (!hasDatabase)
    return ", and snapshots of the database that there are. The state has no database any more.";
  if (isWorthless) return ". The database leaves no last snapshot (skip_final_snapshot = true).";
  return ", and a last snapshot of the database.";
}
