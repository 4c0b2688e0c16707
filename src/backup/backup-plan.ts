import { type BackupPlanRule, BackupPlan as Plan } from "@cdktf/provider-aws/lib/backup-plan";
import { BackupSelection } from "@cdktf/provider-aws/lib/backup-selection";
import { BackupVault } from "@cdktf/provider-aws/lib/backup-vault";
import { BackupVaultLockConfiguration } from "@cdktf/provider-aws/lib/backup-vault-lock-configuration";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { EncryptionKey } from "../aws/encryption-key";
import type { Installation } from "../aws/installation";
import { ServiceRole } from "../aws/service-role";
import { type Block, blockForEach, verbatim } from "../terraform/dynamic-block";
import { asNumber, tf, type Value } from "../terraform/expression";
import { Toggle } from "../terraform/instance-scope";
import { declareOutput } from "../terraform/output";
import { CopyVault } from "./copy-vault";
import type { CopyOptions } from "./variables";
import { lockLifecycle } from "./vault-lock";

export interface BackupPlanProps {
  readonly installation: Installation;
  /** ARNs of what is backed up. */
  readonly resources: readonly string[];
  /** When backups begin: a time of day in UTC, such as `05:00`. */
  readonly time: Value<string>;
  /** Nobody deletes a recovery point before its time. */
  readonly enableVaultLock: Value<boolean>;
  /** Terraform expression: days after which the lock is final; null keeps it liftable. */
  readonly vaultLockGraceDays: Value<number | null>;
  /** Copies of the daily backups elsewhere. */
  readonly copies: CopyOptions;
  /**
   * Nothing can be restored without these: the key of the database, say, which its recovery points
   * keep whatever the vault's key is. The vault is deleted before them, and AWS refuses to delete a vault
   * with recovery points.
   */
  readonly deleteBefore: readonly ITerraformDependable[];
}

/**
 * `days` are the last fields of a cron expression; `delete` and `cold` are days after the backup. Where their times overlap, AWS
 * Backup makes one backup, by the rule that keeps it longest ("Backup plan options and configuration" in its developer guide,
 * read on 2026-11-30). So each of them copies elsewhere: else Saturdays and first days of a month would have no copy.
 */
const RULES = [
  { name: "Daily", days: "* * ? *", delete: 35 },
  { name: "Weekly", days: "? * SAT *", delete: 90 },
  // AWS Backup moves files to cold storage; Aurora has none, and stays in warm storage for all seven years.
  { name: "Monthly7Year", days: "1 * ? *", delete: 2555, cold: 90 },
] as const;

/** In minutes. */
const HOUR = 60;

const SHORTEST_RETENTION = Math.min(...RULES.map((rule) => rule.delete));

/**
 * Daily, weekly and monthly backups in a vault with a key of its own, and a role for restoring them.
 *
 * All resources are backed up by the same rules, so that a file system's recovery point has a database's of
 * the same morning. They are not of the same second: for an exact match, restore the database to the moment
 * at which the file system's backup began, which Aurora's own backups allow for the days that it keeps them.
 *
 * The vault is never emptied by Terraform: a destroy ends with an error while it holds recovery points, and
 * leaves the vault and the keys behind.
 */
export class BackupPlan extends Construct {
  readonly vault: BackupVault;
  readonly plan: Plan;
  readonly role: ServiceRole;
  /** For restores, which a person starts: it may make databases and file systems. */
  readonly restoreRole: ServiceRole;
  readonly copyVault: CopyVault;
  /** Daily backups are copied elsewhere; known at plan time. */
  readonly isCopied: Value<boolean>;
  /** ARN of the vault elsewhere; null where nothing is copied. */
  readonly copiesVaultArn: Value<string | null>;

  constructor(scope: Construct, id: string, props: BackupPlanProps) {
    super(scope, id);
    const { installation, resources, enableVaultLock, vaultLockGraceDays, copies, deleteBefore } = props;
    const key = new EncryptionKey(this, "key", {
      installation,
      name: "backup",
      description: "Recovery points of OpenEMR",
    });
    this.role = new ServiceRole(this, "role", {
      installation,
      name: "backup",
      service: "backup.amazonaws.com",
      managedPolicies: { policy: "service-role/AWSBackupServiceRolePolicyForBackup" },
    });
    this.restoreRole = new ServiceRole(this, "restore_role", {
      installation,
      name: "restore",
      service: "backup.amazonaws.com",
      managedPolicies: { policy: "service-role/AWSBackupServiceRolePolicyForRestores" },
    });
    this.vault = new BackupVault(this, "vault", {
      name: installation.names.of("backup", "backup-vault"),
      kmsKeyArn: key.arn,
      forceDestroy: false,
      // A vault that AWS refuses to delete, because it holds recovery points, keeps the means to restore them.
      dependsOn: [...deleteBefore, ...this.role.permissions, ...this.restoreRole.permissions],
    });
    const lock = new Toggle(this, "vault_lock", enableVaultLock);
    new BackupVaultLockConfiguration(lock, "Default", {
      backupVaultName: this.vault.name,
      minRetentionDays: SHORTEST_RETENTION,
      changeableForDays: asNumber(vaultLockGraceDays),
      lifecycle: lockLifecycle(vaultLockGraceDays, {
        toggle: "enable_backup_vault_lock",
        graceDays: "backup_vault_lock_grace_days",
      }),
    });
    this.copyVault = new CopyVault(this, "copies", {
      installation,
      ...copies,
      deleteBefore: this.restoreRole.permissions,
    });
    this.isCopied = tf`${copies.region} != null || ${copies.accountVaultArn} != null`;
    this.copiesVaultArn = tf`${copies.region} == null ? ${copies.accountVaultArn} : ${this.copyVault.arn}`;
    this.plan = new Plan(this, "plan", {
      name: installation.names.of("backup"),
      rule: RULES.map((rule) => verbatim<BackupPlanRule>(this.rule(rule, props))),
    });
    new BackupSelection(this, "selection", {
      name: installation.names.of("backup"),
      planId: this.plan.id,
      iamRoleArn: this.role.arn,
      resources: [...resources],
      dependsOn: this.role.permissions,
    });
    declareOutput(this, "backup_role_arn", "Role for a backup outside the schedule.", this.role.arn);
    declareOutput(this, "backup_vault_name", "Vault with the recovery points.", this.vault.name);
    declareOutput(
      this,
      "backup_copy_vault_arn",
      "Vault elsewhere that daily backups are copied to.",
      this.copiesVaultArn,
    );
    declareOutput(this, "restore_role_arn", "Role for restoring a recovery point.", this.restoreRole.arn);
  }

  private rule(rule: (typeof RULES)[number], { time, copies }: BackupPlanProps): Block {
    const [hour, minute] = [0, 3].map((position) => tf`tonumber(substr(${time}, ${position}, 2))`);
    return {
      rule_name: rule.name,
      target_vault_name: this.vault.name,
      schedule: `cron(${minute} ${hour} ${rule.days})`,
      // AWS's own defaults; the provider's would give up a backup that takes more than three hours.
      start_window: 8 * HOUR,
      completion_window: 7 * 24 * HOUR,
      lifecycle: {
        delete_after: rule.delete,
        ...("cold" in rule && { cold_storage_after: rule.cold }),
      },
      ...this.copyActions(copies),
    };
  }

  private copyActions({ region, accountVaultArn, retentionDays }: CopyOptions): Block {
    // By whether there is a vault, which is known before its ARN is.
    const vaults = tf`merge(${region} == null ? {} : {region = ${this.copyVault.arn}}, ${accountVaultArn} == null ? {} : {account = ${accountVaultArn}})`;
    return blockForEach("copy_action", vaults, (_, arn) => ({
      destination_vault_arn: arn,
      lifecycle: { delete_after: retentionDays },
    }));
  }
}
