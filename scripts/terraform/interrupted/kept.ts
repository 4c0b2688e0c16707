import { instancesIn } from "./state-file";

const DATA_KEY = "aws_kms_key.data_key";

/** Recovery points stay after a destroy, and with them these, without which they cannot be restored. */
const KEPT = [
  "aws_backup_vault.backup_vault",
  "aws_iam_role.backup_restore_role",
  "aws_iam_role_policy_attachment.backup_restore_role_policy",
  "aws_kms_alias.backup_key_alias",
  "aws_kms_alias.data_key_alias",
  "aws_kms_key.backup_key",
  DATA_KEY,
];

/** Kept as well, but only some installations have them. */
const SOMETIMES_KEPT = [
  "aws_backup_vault.backup_copies_vault",
  "aws_backup_vault_lock_configuration.backup_copies_lock",
  "aws_backup_vault_lock_configuration.backup_vault_lock",
  "aws_kms_alias.backup_copies_key_alias",
  "aws_kms_key.backup_copies_key",
];

/** Database and files: each names the key that it is encrypted with. */
const ENCRYPTED = ["aws_rds_cluster.database_cluster", "aws_efs_file_system.files"];

/** Whether a destroy takes a resource out of the state and leaves it in the account. */
export function isKept(address: string): boolean {
  return [...KEPT, ...SOMETIMES_KEPT].includes(address.replace(/\[\d+\]$/, ""));
}

/**
 * Whether a state that has something lacks any of what a destroy keeps: a destroy took it out and then stopped, or a
 * first deployment did not come so far.
 *
 * @param state text of the state
 */
export function lacksKept(state: string): boolean {
  const addresses = instancesIn(state).map(({ address }) => address);
  return addresses.length > 0 && KEPT.some((kept) => !addresses.includes(kept));
}

/**
 * The key of database and files, where the state has them and not their key: a new key would replace both. Other keys
 * of an earlier installation can have the same name, so the identifier is that by which they are encrypted.
 *
 * @param state text of the state
 */
export function missingDataKey(state: string): { address: string; id: string } | undefined {
  const instances = instancesIn(state);
  if (instances.some(({ address }) => address === DATA_KEY)) return undefined;
  const [arn] = instances
    .filter(({ address }) => ENCRYPTED.includes(address))
    .map(({ attributes }) => attributes.kms_key_id)
    .filter((key) => typeof key === "string" && key !== "");
  return arn === undefined ? undefined : { address: DATA_KEY, id: String(arn).split("/").at(-1)! };
}
