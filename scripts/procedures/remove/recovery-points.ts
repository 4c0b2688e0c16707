import {
  type BackupClient,
  DeleteRecoveryPointCommand,
  paginateListRecoveryPointsByBackupVault,
  type RecoveryPointByBackupVault,
} from "@aws-sdk/client-backup";
import type { Step } from "../step";
import type { Removable } from "./removable";

/** AWS answers so for a vault that does not exist, and for one that nobody let the caller read. */
const NO_VAULT = ["AccessDeniedException", "ResourceNotFoundException"];

/** The recovery points in a vault; nothing where there is no vault, or it may not be read. */
export async function recoveryPointsIn(
  client: BackupClient,
  BackupVaultName: string,
): Promise<RecoveryPointByBackupVault[] | undefined> {
  const points: RecoveryPointByBackupVault[] = [];
  try {
    for await (const page of paginateListRecoveryPointsByBackupVault({ client }, { BackupVaultName })) {
      points.push(...(page.RecoveryPoints ?? []));
    }
  } catch (error) {
    if (error instanceof Error && NO_VAULT.includes(error.name)) return undefined;
    throw error;
  }
  return points;
}

/** The vaults of an installation, each with the client that reaches it: that of its backups, and that of their copies. */
export function vaultsOf({
  clients,
  vaultName,
  copies,
}: Removable): readonly (readonly [BackupClient, string])[] {
  return [[clients.backup, vaultName], ...(copies ? [[copies.backup, copies.vaultName] as const] : [])];
}

/** AWS deletes no vault that holds any, at which a destroy of an installation without patient data would stop. */
export function deleteRecoveryPoints(removed: Removable): Step {
  const vaults = vaultsOf(removed);
  const names = vaults.map(([, name]) => name).join(" and ");
  return {
    title: "Delete the recovery points",
    takes: "2 min",
    final: `all that is in ${names}, as skip_final_snapshot = true says that it has no patient data`,
    look: async () => {
      const points: RecoveryPointByBackupVault[] = [];
      for (const vault of vaults) points.push(...((await recoveryPointsIn(...vault)) ?? []));
      if (points.length === 0) return { is: "done" };
      const isGoing = points.every(({ Status }) => Status === "DELETING");
      return { is: isGoing ? "under way" : "to do", note: `${points.length} left` };
    },
    begin: async () => {
      for (const [client, BackupVaultName] of vaults) {
        for (const { RecoveryPointArn, Status } of (await recoveryPointsIn(client, BackupVaultName)) ?? []) {
          if (Status === "DELETING") continue;
          await client.send(new DeleteRecoveryPointCommand({ BackupVaultName, RecoveryPointArn }));
        }
      }
    },
  };
}
