import { BackupVault } from "@cdktf/provider-aws/lib/backup-vault";
import { BackupVaultLockConfiguration } from "@cdktf/provider-aws/lib/backup-vault-lock-configuration";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { EncryptionKey } from "../aws/encryption-key";
import type { Installation } from "../aws/installation";
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
    const lifecycle = lockLifecycle(props.lockGraceDays, {
      days: "backup_copy_vault_lock_grace_days",
      toggle: "enable_backup_copy_vault_lock",
    });
    new BackupVaultLockConfiguration(lock, "Default", {
      ...place,
      backupVaultName: vault.name,
      minRetentionDays: asNumber(props.retentionDays),
      changeableForDays: asNumber(props.lockGraceDays),
      lifecycle: { ...lifecycle, ignoreChanges: ["changeable_for_days", "min_retention_days"] },
    });
    this.arn = on.select(vault.arn, null);
  }
}
