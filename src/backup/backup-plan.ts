import { type BackupPlanRule, BackupPlan as Plan } from "@cdktf/provider-aws/lib/backup-plan";
import { BackupSelection } from "@cdktf/provider-aws/lib/backup-selection";
import { BackupVault } from "@cdktf/provider-aws/lib/backup-vault";
import { BackupVaultLockConfiguration } from "@cdktf/provider-aws/lib/backup-vault-lock-configuration";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { EncryptionKey } from "../aws/encryption-key";
import type { Installation } from "../aws/installation";
import { ServiceRole } from "../aws/service-role";
import { asNumber, tf, type Value } from "../terraform/expression";
import { Toggle } from "../terraform/instance-scope";
import { declareOutput } from "../terraform/output";

export interface BackupPlanProps {
  readonly installation: Installation;
  /** ARNs of what is backed up. */
  readonly resources: readonly string[];
  /** When backups begin: a time of day in UTC, such as `05:00`. */
  readonly time: Value<string>;
  /** Terraform expression of type bool: nobody deletes a recovery point before its time. */
  readonly enableVaultLock: Value<boolean>;
  /** Terraform expression: days after which the lock is final; null keeps it liftable. */
  readonly vaultLockGraceDays: Value<number | null>;
  /**
   * Nothing can be restored without these: the key of the database, say, which its recovery points
   * keep whatever the vault's key is. The vault is deleted before them, and AWS refuses to delete a vault
   * with recovery points.
   *
   * @default - nothing
   */
  readonly deleteBefore?: readonly ITerraformDependable[];
}

/** `days` are the last fields of a cron expression; `delete` and `cold` are days after the backup. */
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

  constructor(scope: Construct, id: string, props: BackupPlanProps) {
    super(scope, id);
    const { installation, resources, enableVaultLock, vaultLockGraceDays, deleteBefore = [] } = props;
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
    });
    this.plan = new Plan(this, "plan", {
      name: installation.names.of("backup"),
      rule: RULES.map((rule) => this.rule(rule, props.time)),
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
    declareOutput(this, "restore_role_arn", "Role for restoring a recovery point.", this.restoreRole.arn);
  }

  private rule(rule: (typeof RULES)[number], time: Value<string>): BackupPlanRule {
    const [hour, minute] = [0, 3].map((position) => tf`tonumber(substr(${time}, ${position}, 2))`);
    return {
      ruleName: rule.name,
      targetVaultName: this.vault.name,
      schedule: `cron(${minute} ${hour} ${rule.days})`,
      // AWS's own defaults; the provider's would give up a backup that takes more than three hours.
      startWindow: 8 * HOUR,
      completionWindow: 7 * 24 * HOUR,
      lifecycle: {
        deleteAfter: rule.delete,
        ...("cold" in rule && { coldStorageAfter: rule.cold }),
      },
    };
  }
}
