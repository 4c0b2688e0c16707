import { type BackupVaultListMember, paginateListBackupVaults } from "@aws-sdk/client-backup";
import { UserError } from "../../../src/user-error";
import type { Installation } from "../installation";

/** Codes of AWS's regions, such as `eu-central-1` or `us-gov-west-1`. */
const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;

/**
 * The vault that an installation is recovered from.
 *
 * @param from name of a vault, or the region in which it is the only one that has recovery points of others
 * @throws UserError where there is no vault of that name, that region is not the installation's, or it has no such vault
 * or several
 */
export async function vaultOf(installation: Installation, from: string): Promise<string> {
  const { vaultName, databaseArn, environment } = installation;
  const region = databaseArn.split(":")[3];
  if (!REGION.test(from)) {
    const all = (await vaults(installation)).map(({ BackupVaultName }) => BackupVaultName!);
    if (all.includes(from)) return from;
    // AWS says of a vault that does not exist that it may not be read.
    throw new UserError(
      `--from is ${from}, but this account has no vault of that name in ${region}. It has ${all.join(", ") || "none"}.`,
    );
  }
  if (from !== region) {
    throw new UserError(
      `--from is ${from}, but "${environment}" is in ${region}, and AWS restores within a region. Deploy an environment with ` +
        `region = "${from}", or copy the recovery points into a vault in ${region} first (console: AWS Backup, the vault, Actions, Copy).`,
    );
  }
  const names = (await vaults(installation))
    .filter(
      ({ BackupVaultName: name, NumberOfRecoveryPoints = 0 }) =>
        name !== vaultName && NumberOfRecoveryPoints > 0,
    )
    .map(({ BackupVaultName }) => BackupVaultName!);
  if (names.length === 1) return names[0]!;
  throw new UserError(
    `--from is ${from}, but ${names.length === 0 ? "no vault" : `more than one vault (${names.join(", ")})`} there has recovery points besides ${vaultName}, ` +
      "which is that of this installation. Give --from the name of a vault.",
  );
}

async function vaults({ clients }: Installation): Promise<BackupVaultListMember[]> {
  const found: BackupVaultListMember[] = [];
  for await (const page of paginateListBackupVaults({ client: clients.backup }, {}))
    found.push(...(page.BackupVaultList ?? []));
  return found;
}
