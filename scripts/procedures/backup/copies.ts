import { paginateListCopyJobs } from "@aws-sdk/client-backup";
import type { Installation } from "../installation";

/** The copies of backups elsewhere, as the installation's own region knows them. */
export interface Copies {
  /** ARN of the vault that they are in. */
  readonly vaultArn: string;
  /** When the newest complete copy of each store was begun. AWS forgets jobs after a month. */
  readonly database?: Date;
  readonly files?: Date;
}

/** @returns nothing where no copies are made */
export async function readCopies(installation: Installation): Promise<Copies | undefined> {
  const { copyVaultArn: vaultArn, databaseArn, fileSystemArn } = installation;
  if (vaultArn === undefined) return undefined;
  const [database, files] = await Promise.all(
    [databaseArn, fileSystemArn].map((arn) => newestOf(installation, vaultArn, arn)),
  );
  return { vaultArn, database, files };
}

/** From when all is that can be recovered elsewhere; nothing where database or files have no copy. */
export function newestCopy({ database, files }: Copies): Date | undefined {
  if (!database || !files) return undefined;
  return database < files ? database : files;
}

async function newestOf(
  { clients }: Installation,
  ByDestinationVaultArn: string,
  ByResourceArn: string,
): Promise<Date | undefined> {
  const dates: Date[] = [];
  const query = { ByDestinationVaultArn, ByResourceArn, ByState: "COMPLETED" } as const;
  for await (const page of paginateListCopyJobs({ client: clients.backup }, query)) {
    dates.push(...(page.CopyJobs ?? []).map(({ CreationDate }) => CreationDate!));
  }
  return dates.sort((one, other) => other.getTime() - one.getTime())[0];
}
