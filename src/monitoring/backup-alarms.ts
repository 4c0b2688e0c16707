import type { AlarmDefinition, Watched } from "./alarm";

/** AWS Backup publishes by vault. Source: "Monitoring AWS Backup metrics with Amazon CloudWatch", read on 2026-11-29. */
export function backupAlarms({ backupVault }: Watched): AlarmDefinition[] {
  const metric = (name: string) => ({
    namespace: "AWS/Backup",
    name,
    dimensions: { BackupVaultName: backupVault },
    statistic: "Sum",
  });
  const list = "npm run backup -- <environment> --list";
  return [
    {
      name: "backups-missing",
      area: "Backups",
      says: "Fewer than two backups were completed on each of two days: one of database or files is missing, or both. In a new installation that is so until the first night.",
      means: "What is lost now may be lost for good.",
      todo: `Run ${list}, and make one: npm run backup -- <environment>`,
      metric: metric("NumberOfBackupJobsCompleted"),
      // A day without any backup has no data, and would be told up to two days late.
      calculated: { as: "or zero" },
      // One of the database and one of the files. AWS's page does not say that it publishes a vault's jobs by type of
      // resource as well, and an alarm on a metric that is not published would ring for ever. So both are counted in one
      // period, which is a day as the plan runs daily. Two of them, as one that ends late belongs to the next day.
      below: 2,
      period: 86_400,
      bad: 2,
      of: 2,
      withoutData: "bad",
    },
    {
      name: "backups-failed",
      area: "Backups",
      says: "A backup has failed.",
      means: "The last one before it is what can be restored.",
      todo: `Run ${list}, and make one: npm run backup -- <environment>`,
      metric: metric("NumberOfBackupJobsFailed"),
      above: 0,
      period: 3600,
      bad: 1,
      of: 1,
    },
    {
      name: "backups-not-begun",
      area: "Backups",
      says: "A backup was not begun in its time.",
      means: "The last one before it is what can be restored.",
      todo: `Run ${list}, and make one: npm run backup -- <environment>`,
      metric: metric("NumberOfBackupJobsExpired"),
      above: 0,
      period: 3600,
      bad: 1,
      of: 1,
    },
  ];
}
