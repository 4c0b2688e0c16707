import { timeOfDay, wholeNumber } from "../terraform/rules";
import type { Declare } from "../terraform/variable";

/** The backup vault. */
export function backupVariables(declare: Declare) {
  const vaultLock = declare("enable_backup_vault_lock", {
    type: "bool",
    default: false,
    description:
      "Forbids deleting recovery points before their time and shortening their retention. Without backup_vault_lock_grace_days the lock can be lifted by those who may administer the vault.",
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
        "Days after which the vault lock can never be lifted again, by nobody, AWS included. Null keeps the lock liftable.",
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
