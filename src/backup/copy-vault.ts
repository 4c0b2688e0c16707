import { BackupVault } from "@cdktf/provider-aws/lib/backup-vault";
import { BackupVaultLockConfiguration } from "@cdktf/provider-aws/lib/backup-vault-lock-configuration";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { EncryptionKey } from "../aws/encryption-key";
import type { Installation } from "../aws/installation";
import { DestroyGuard } from "../terraform/destroy-guard";
import { asNumber, asString, tf, type Value } from "../terraform/expression";
import { Toggle } from "../terraform/instance-scope";
import type { CopyOptions } from "./variables";
import { lockLifecycle } from "./vault-lock";

export interface CopyVaultProps extends Pick<CopyOptions, "retentionDays" | "enableLock" | "lockGraceDays"> {
  readonly installation: Installation;
  /** Region of the copies; null makes none. */
  readonly region: Value<string | null>;
  /** The vault is deleted before these, and AWS refuses to delete one that holds copies. */
  readonly deleteBefore: readonly ITerraformDependable[];
}

/**
 * A vault in another region, with a key and a lock there: the copies in it need nothing of the region that they come from.
 *
 * AWS Backup encrypts copies with the key of the vault that they go to, those of Aurora too ("Creating backup copies across
 * AWS Regions", read on 2026-11-30).
 */
export class CopyVault extends Construct {
  /** Terraform expression of the vault's ARN; null where there is no copy. */
  readonly arn: Value<string | null>;

  constructor(scope: Construct, id: string, props: CopyVaultProps) {
    super(scope, id);
    const { installation, region, deleteBefore } = props;
    const on = new Toggle(this, "Default", tf`${region} != null`);
    const place = { region: asString(region) };
    const key = new EncryptionKey(on, "key", {
      installation,
      ...place,
      name: "copies",
      description: "Copies of OpenEMR's recovery points",
    });
    const vault = new BackupVault(on, "vault", {
      ...place,
      name: installation.names.of("copies", "backup-vault"),
      kmsKeyArn: key.arn,
      forceDestroy: false,
      dependsOn: [...deleteBefore],
    });
    const lock = new Toggle(on, "lock", props.enableLock);
    new BackupVaultLockConfiguration(lock, "Default", {
      ...place,
      backupVaultName: vault.name,
      minRetentionDays: asNumber(props.retentionDays),
      changeableForDays: asNumber(props.lockGraceDays),
      lifecycle: lockLifecycle(props.lockGraceDays, {
        toggle: "enable_backup_copy_vault_lock",
        graceDays: "backup_copy_vault_lock_grace_days",
        retention: { variable: "backup_copy_retention_days", days: props.retentionDays },
      }),
    });
    // AWS deletes no vault with copies in it, and would say so when the lock is lifted already.
    new DestroyGuard(on, "guard", {
      refuses: installation.deletionProtection,
      unchanged: asString(region),
      message:
        "deletion_protection is true, so the copies of backups stay. Set backup_copy_region back. AWS deletes a vault when nothing is in it any more: then set deletion_protection to false, deploy, and change backup_copy_region.",
      within: on,
    });
    this.arn = on.select(vault.arn, null);
  }
}
