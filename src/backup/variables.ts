import { timeOfDay, wholeNumber } from "../terraform/rules";
import type { Declare } from "../terraform/variable";

/** The backup vault. */
export function backupVariables(declare: Declare) {
  const vaultLock = declare("enable_backup_vault_lock", {
    type: "bool",
    default: false,
    description:
      "Nobody can delete a recovery point before its time or shorten its retention. Unless backup_vault_lock_grace_days is given, people who may administer the vault can lift this lock.",
  });
  return {
    backupTime: declare("backup_time", {
      type: "string",
      default: "05:00",
      description:
        "Time of day, in UTC, at which the daily, weekly (Saturday) and monthly (first day) backups of database and files begin. Choose one at which little is written: the files are read while they change.",
      rules: [timeOfDay],
    }),
    enableBackupVaultLock: vaultLock,
    backupVaultLockGraceDays: declare("backup_vault_lock_grace_days", {
      type: "number",
      default: null,
      description:
        "Days after which nobody can lift the vault lock any more, not even AWS. Null: people who may administer the vault can lift it at any time.",
      rules: [
        wholeNumber(3, 36_500),
        {
          holds: () => vaultLock.value,
          mustBe: "null, as enable_backup_vault_lock is false",
        },
      ],
    }),
  };
}

/** The choices as the props of `BackupPlan`. */
export function backupOptions(variables: ReturnType<typeof backupVariables>) {
  return {
    time: variables.backupTime.value,
    enableVaultLock: variables.enableBackupVaultLock.value,
    vaultLockGraceDays: variables.backupVaultLockGraceDays.value,
  };
}
