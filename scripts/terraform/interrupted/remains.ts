import { instancesIn } from "./state-file";

/** The fate of an installation's data when it is destroyed. */
export interface Remains {
  /** The last apply left it protected: a destroy is refused before it touches anything. */
  readonly isProtected: boolean;
  /** The database leaves no last snapshot, since whoever set `skip_final_snapshot` has no patient data in it. */
  readonly isWorthless: boolean;
  /** Names of the buckets that go with all their objects. */
  readonly emptiedBuckets: readonly string[];
  /** Addresses that are taken out of the state and stay in the account: what restores need. */
  readonly kept: readonly string[];
}

/** Recovery points stay, and with them what they cannot be restored without. */
const KEPT = [
  "aws_backup_vault.backup_vault",
  "aws_backup_vault_lock_configuration.backup_vault_lock",
  "aws_iam_role.backup_restore_role",
  "aws_iam_role_policy_attachment.backup_restore_role_policy",
  "aws_kms_alias.backup_key_alias",
  "aws_kms_alias.data_key_alias",
  "aws_kms_key.backup_key",
  "aws_kms_key.data_key",
];

/** @param state text of the state */
export function remainsOf(state: string): Remains {
  const instances = instancesIn(state);
  const find = (address: string) => instances.find((instance) => instance.address === address)?.attributes;
  const guards = ["terraform_data.destroy_guard", "terraform_data.application_data_guard"].map(find);
  return {
    isProtected: guards.some((guard) => inputOf(guard) === true),
    isWorthless: find("aws_rds_cluster.database_cluster")?.skip_final_snapshot !== false,
    emptiedBuckets: instances
      .filter(({ type, attributes }) => type === "aws_s3_bucket" && attributes.force_destroy === true)
      .map(({ attributes }) => String(attributes.bucket)),
    kept: instances
      .map(({ address }) => address)
      .filter((address) => KEPT.includes(address.replace(/\[\d+\]$/, ""))),
  };
}

/** A `terraform_data` has its input together with the type of it. */
function inputOf(guard: Readonly<Record<string, unknown>> | undefined): unknown {
  const { input } = guard ?? {};
  return typeof input === "object" && input !== null ? (input as { value?: unknown }).value : input;
}
