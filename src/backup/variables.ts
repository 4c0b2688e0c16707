import { REGIONS } from "../aws/regions";
import { tf, type Value } from "../terraform/expression";
import { falseUnless, matching, oneOf, timeOfDay, wholeNumber } from "../terraform/rules";
import type { Declare, Variable } from "../terraform/variable";

/** Copies of the recovery points in another region or account. */
export interface CopyOptions {
  /** Region of the copies; null makes none there. */
  readonly region: Value<string | null>;
  /** ARN of another account's vault; null makes no copies there. */
  readonly accountVaultArn: Value<string | null>;
  /** Days after a backup for which its copy is kept. */
  readonly retentionDays: Value<number>;
  /** Nobody deletes a copy in the other region before its time. */
  readonly enableLock: Value<boolean>;
  /** Days after which that lock is final; null keeps it liftable. */
  readonly lockGraceDays: Value<number | null>;
}

/** The backup vault, and copies of what is in it. */
export function backupVariables(declare: Declare, general: { readonly region: Variable<string> }) {
  const vaultLock = declare("enable_backup_vault_lock", {
    type: "bool",
    default: false,
    description:
      "Locks the backup vault: nobody can delete a recovery point before it expires, or shorten its retention. Without backup_vault_lock_grace_days, people who may administer the vault can lift this lock.",
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
        "Days after which nobody can lift the vault lock any more, not even AWS. Null: people who may administer the vault can lift it at any time. The lock keeps the value with which it was made; another value is refused while that lock exists.",
      rules: [
        wholeNumber(3, 36_500),
        {
          holds: () => vaultLock.value,
          mustBe: "null, as enable_backup_vault_lock is false",
        },
      ],
    }),
    enableRestoreTesting: declare("enable_restore_testing", {
      type: "bool",
      default: false,
      description:
        "AWS Backup restores the newest backup of database and files each Sunday at backup_time, beside those in use. A function checks the result, and AWS Backup deletes it again. With enable_monitoring, an alarm tells of a test that fails. A test costs the restored database and files for some hours, and AWS's charge for a test.",
    }),
    ...copyVariables(declare, general),
  };
}

function copyVariables(declare: Declare, { region }: { readonly region: Variable<string> }) {
  const copyRegion = declare("backup_copy_region", {
    type: "string",
    default: null,
    description:
      "Region that each daily backup of database and files is copied to, into a vault with a key of its own there: patients' data leaves the installation's region. Null makes no copies there. Empty the vault there before you choose another region, or none: AWS deletes no vault that holds copies.",
    rules: [
      oneOf(REGIONS),
      {
        holds: (value) => tf`${value} != ${region.value}`,
        mustBe: "another region than that of the installation",
      },
    ],
  });
  const lock = declare("enable_backup_copy_vault_lock", {
    type: "bool",
    default: false,
    description:
      "Locks the vault in backup_copy_region: nobody can delete a copy before it expires, or shorten its retention. Without backup_copy_vault_lock_grace_days, people who may administer the vault can lift this lock.",
    rules: [falseUnless(copyRegion.isGiven, "without backup_copy_region")],
  });
  return {
    backupCopyRegion: copyRegion,
    backupCopyAccountVaultArn: declare("backup_copy_account_vault_arn", {
      type: "string",
      default: null,
      description:
        "ARN of a backup vault of another account of the same organization, in the installation's region, that each daily backup of database and files is copied to. Whoever administers that account can restore all records. Its vault policy must allow backup:CopyIntoBackupVault. Null makes no copies there.",
      rules: [
        matching(
          "arn:aws:backup:[a-z0-9-]+:[0-9]{12}:backup-vault:[a-zA-Z0-9_-]{2,50}",
          "the ARN of a backup vault, arn:aws:backup:<region>:<account>:backup-vault:<name>",
        ),
        {
          holds: (value) => tf`try(split(":", ${value})[3] == ${region.value}, true)`,
          mustBe: "of a vault in the installation's region",
          hint: EITHER_WAY,
        },
        {
          holds: () => tf`!(${copyRegion.isGiven})`,
          mustBe: "null where backup_copy_region is given",
          hint: EITHER_WAY,
        },
      ],
    }),
    backupCopyRetentionDays: declare("backup_copy_retention_days", {
      type: "number",
      default: 35,
      description:
        "Days after a daily backup for which its copy in backup_copy_region or backup_copy_account_vault_arn is kept. A change does not affect copies that exist. A locked vault in backup_copy_region refuses copies that are kept for fewer days than this value was when the lock was made.",
      rules: [wholeNumber(1, 36_500)],
    }),
    enableBackupCopyVaultLock: lock,
    backupCopyVaultLockGraceDays: declare("backup_copy_vault_lock_grace_days", {
      type: "number",
      default: null,
      description:
        "Days after which nobody can lift the lock of the vault in backup_copy_region any more, not even AWS. Null: people who may administer the vault can lift it at any time.",
      rules: [
        wholeNumber(3, 36_500),
        { holds: () => lock.value, mustBe: "null, as enable_backup_copy_vault_lock is false" },
      ],
    }),
  };
}

/** "Copy a backup" in AWS Backup's developer guide, read on 2026-11-30. */
const EITHER_WAY = "AWS Backup copies Aurora to another account or to another region, and not to both.";

function copyOptions(variables: ReturnType<typeof copyVariables>): CopyOptions {
  return {
    region: variables.backupCopyRegion.value,
    accountVaultArn: variables.backupCopyAccountVaultArn.value,
    retentionDays: variables.backupCopyRetentionDays.value,
    enableLock: variables.enableBackupCopyVaultLock.value,
    lockGraceDays: variables.backupCopyVaultLockGraceDays.value,
  };
}

/** The choices as the props of `BackupPlan`. */
export function backupOptions(variables: ReturnType<typeof backupVariables>) {
  return {
    time: variables.backupTime.value,
    enableVaultLock: variables.enableBackupVaultLock.value,
    vaultLockGraceDays: variables.backupVaultLockGraceDays.value,
    copies: copyOptions(variables),
  };
}

/** The choices as the props of `RestoreTesting`. */
export function restoreTestingOptions(variables: ReturnType<typeof backupVariables>) {
  return {
    enabled: variables.enableRestoreTesting.value,
    time: variables.backupTime.value,
  };
}
