import {
  type BackupClient,
  paginateListRecoveryPointsByResource,
  type RecoveryPointByResource,
  ResourceNotFoundException,
} from "@aws-sdk/client-backup";

/** The newest backup that a restore can use, and one that is newer and cannot be used. */
export interface NewestBackup {
  /** Missing where there is none. */
  readonly at?: Date;
  readonly vault?: string;
  /** Status of the newest of all, where that is another one: `CREATING`, `PARTIAL`, `EXPIRED` ... */
  readonly newer?: { readonly status: string; readonly at: Date };
}

/** A continuous backup is called available, and any other completed. */
const USABLE = new Set<string | undefined>(["COMPLETED", "AVAILABLE"]);

/** @param arn of what is backed up */
export async function newestBackup(backup: BackupClient, arn: string): Promise<NewestBackup> {
  const points: RecoveryPointByResource[] = [];
  const query = { ResourceArn: arn };
  try {
    for await (const page of paginateListRecoveryPointsByResource({ client: backup }, query)) {
      points.push(...(page.RecoveryPoints ?? []));
    }
  } catch (error) {
    // AWS Backup does not know what it never backed up.
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
  points.sort((one, other) => timeOf(other) - timeOf(one));
  const [newest] = points;
  const usable = points.find(({ Status }) => USABLE.has(Status));
  return {
    ...(usable && { at: usable.CreationDate!, vault: usable.BackupVaultName }),
    ...(newest && newest !== usable && { newer: { status: newest.Status!, at: newest.CreationDate! } }),
  };
}

function timeOf({ CreationDate }: RecoveryPointByResource): number {
  return CreationDate?.getTime() ?? 0;
}
