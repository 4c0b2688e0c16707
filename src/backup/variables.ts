import { logRetention, wholeNumber } from "../terraform/rules";
import type { Declare } from "../variables";

/** What is kept for how long: logs, audit trail, backups. */
export function retentionVariables(declare: Declare) {
  const logs = (name: string, days: number, description: string) =>
    declare(name, { type: "number", default: days, description, rules: [logRetention] });
  const vaultLock = declare("enable_backup_vault_lock", {
    type: "bool",
    default: false,
    description:
      "Forbids deleting recovery points before their time and shortening their retention. Without backup_vault_lock_grace_days the lock can be lifted by those who may administer the vault.",
  });
  return {
    enableLongTermCloudtrailMonitoring: declare("enable_long_term_cloudtrail_monitoring", {
      type: "bool",
      default: true,
      description:
        "Records every management event of the account in all regions, for 7 years in S3 and 9 years in CloudWatch Logs. Recommended wherever patient data is kept.",
    }),
    applicationLogRetentionDays: logs(
      "application_log_retention_days",
      365,
      "Days for which the application's log is kept.",
    ),
    databaseLogRetentionDays: logs(
      "database_log_retention_days",
      365,
      "Days for which the database's audit, error, general and slow query logs are kept; they hold statements with patient data.",
    ),
    flowLogRetentionDays: logs(
      "flow_log_retention_days",
      731,
      "Days for which the record of network connections is kept.",
    ),
    wafLogRetentionDays: logs("waf_log_retention_days", 731, "Days for which the firewall's log is kept."),
    accessLogRetentionDays: declare("access_log_retention_days", {
      type: "number",
      default: 365,
      description: "Days for which the load balancer's access logs are kept in S3.",
      rules: [wholeNumber(1, 3653)],
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
