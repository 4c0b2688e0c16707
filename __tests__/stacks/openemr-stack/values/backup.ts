import type { BadValue } from "../../../support/value-examples";

export const BAD_VALUES: readonly BadValue[] = [
  ["backup_time", "5:00", "a time of day in UTC"],
  ["backup_vault_lock_grace_days", 3, "null, as enable_backup_vault_lock is false"],
  ["backup_vault_lock_grace_days", 2, "a whole number from 3 to 36500", { enable_backup_vault_lock: true }],
  ["backup_copy_region", "us-gov-west-1", "one of af-south-1, ap-east-1"],
  ["backup_copy_region", "us-east-1", "another region than that of the installation"],
  ["backup_copy_account_vault_arn", "arn:aws:backup:us-east-1:1:backup-vault:x", "the ARN of a backup vault"],
  [
    "backup_copy_account_vault_arn",
    "arn:aws:backup:us-west-2:210987654321:backup-vault:copies",
    "of a vault in the installation's region",
  ],
  [
    "backup_copy_account_vault_arn",
    "arn:aws:backup:us-east-1:210987654321:backup-vault:copies",
    "null where backup_copy_region is given",
    { backup_copy_region: "us-west-2" },
  ],
  ["backup_copy_retention_days", 0, "a whole number from 1 to 36500"],
  ["enable_backup_copy_vault_lock", true, "false without backup_copy_region"],
  ["backup_copy_vault_lock_grace_days", 3, "null, as enable_backup_copy_vault_lock is false"],
  [
    "backup_copy_vault_lock_grace_days",
    2,
    "a whole number from 3 to 36500",
    { backup_copy_region: "us-west-2", enable_backup_copy_vault_lock: true },
  ],
];
