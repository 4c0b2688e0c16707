import type { BackupClient } from "@aws-sdk/client-backup";
import { type Clients, type Lockable, makeClients } from "../installation";

/** An installation as its environment's file names it, whether or not anything of it is left. */
export interface Removable extends Lockable {
  /** First part of the names of its things. */
  readonly prefix: string;
  readonly region: string;
  /** Its backups are in this vault, which outlives it. */
  readonly vaultName: string;
  /** The vault with copies of them in another region, which outlives it, too. @default - none */
  readonly copies?: CopiesRegion;
  /** ARN of a vault with copies of them in another account. @default - none */
  readonly accountCopies?: string;
  readonly clients: Pick<Clients, "backup" | "logs" | "ssm">;
}

export interface CopiesRegion {
  readonly region: string;
  readonly vaultName: string;
  readonly backup: BackupClient;
}

export interface RemovableProps {
  readonly environment: string;
  readonly prefix: string;
  readonly region: string;
  /** `backup_copy_region` of the environment. */
  readonly copyRegion?: string | undefined;
  /** `backup_copy_account_vault_arn` of the environment. */
  readonly accountCopies?: string | undefined;
}

export function removable(props: RemovableProps): Removable {
  const { environment, prefix, region, copyRegion, accountCopies } = props;
  return {
    environment,
    prefix,
    region,
    vaultName: `${prefix}-backup`,
    ...(copyRegion && {
      copies: {
        region: copyRegion,
        vaultName: `${prefix}-copies`,
        backup: makeClients(copyRegion).backup,
      },
    }),
    ...(accountCopies && { accountCopies }),
    procedureParameter: `/${prefix}/procedure`,
    clients: makeClients(region),
  };
}
