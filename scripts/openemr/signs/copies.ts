import { type BackupClient, paginateListCopyJobs } from "@aws-sdk/client-backup";
import { HOUR, OLDEST_HOURS } from "./backups";
import type { ReadSign } from "./sign";

/** The copies of backups elsewhere, as the installation's own region knows them. */
export interface Copies {
  /** ARN of the vault that they are in. */
  readonly vaultArn: string;
  /** When the newest complete copy of each store was begun. AWS forgets jobs after a month. */
  readonly database?: Date;
  readonly files?: Date;
}

/** An installation whose backups may be copied. */
interface Copied {
  /** @default - no copies are made */
  readonly copyVaultArn?: string;
  readonly databaseArn: string;
  readonly fileSystemArn: string;
}

/** @returns nothing where no copies are made */
export async function readCopies(
  backup: BackupClient,
  { copyVaultArn: vaultArn, databaseArn, fileSystemArn }: Copied,
): Promise<Copies | undefined> {
  if (vaultArn === undefined) return undefined;
  const [database, files] = await Promise.all(
    [databaseArn, fileSystemArn].map((arn) => newestOf(backup, vaultArn, arn)),
  );
  return { vaultArn, database, files };
}

/** From when all is that can be recovered elsewhere; nothing where database or files have no copy. */
export function newestCopy({ database, files }: Copies): Date | undefined {
  if (!database || !files) return undefined;
  return database < files ? database : files;
}

/** The age of the newest copy of both stores in the vault elsewhere. */
export const readCopiesElsewhere: ReadSign = async ({ backup }, signed, at) => {
  const copies = await readCopies(backup, signed);
  if (copies === undefined) return undefined;
  const name = "Newest copy";
  const next = `npm run backup -- ${signed.environment} --list; docs/elsewhere.md`;
  const newest = newestCopy(copies);
  if (newest === undefined) {
    const lacking = (["database", "files"] as const).filter((store) => !copies[store]);
    return { name, state: "not well", text: `none of ${lacking.join(" and ")} in a month`, next };
  }
  const hours = Math.floor((at.getTime() - newest.getTime()) / HOUR);
  const text = `both stores elsewhere within ${hours + 1} hours`;
  return hours < OLDEST_HOURS ? { name, state: "well", text } : { name, state: "not well", text, next };
};

async function newestOf(
  client: BackupClient,
  ByDestinationVaultArn: string,
  ByResourceArn: string,
): Promise<Date | undefined> {
  const dates: Date[] = [];
  const query = { ByDestinationVaultArn, ByResourceArn, ByState: "COMPLETED" } as const;
  for await (const page of paginateListCopyJobs({ client }, query)) {
    dates.push(...(page.CopyJobs ?? []).map(({ CreationDate }) => CreationDate!));
  }
  return dates.sort((one, other) => other.getTime() - one.getTime())[0];
}
