import { tf } from "../terraform/expression";
import type { AlarmDefinition, Watched } from "./alarm";

/**
 * AWS Backup publishes by vault. Sources: "AWS Backup metrics with Amazon CloudWatch" and, for the copies, "Monitoring
 * Amazon EventBridge", read on 2026-11-30.
 */
export function backupAlarms(watched: Watched): AlarmDefinition[] {
  const { backupVault, copiesElsewhere, copiesRule, copyVaultArn } = watched;
  const metric = (name: string, vault = backupVault) => ({
    namespace: "AWS/Backup",
    name,
    dimensions: { BackupVaultName: vault },
    statistic: "Sum",
  });
  const noneFor36Hours = {
    // Half a day without any has no data, and would be told late.
    calculated: { as: "or zero" },
    below: 1,
    // 36 hours in all. The plan runs once a day, so that two halves of a day without any are usual, and three are not.
    period: 43_200,
    bad: 3,
    of: 3,
    withoutData: "bad",
  } as const;
  const list = "npm run backup -- <environment> --list";
  return [
    {
      name: "backups-missing",
      area: "Backups",
      says: "Fewer than two backups were completed on each of two days: one of database or files is missing, or both. In a new installation that is so until the first night.",
      means: "Data that is lost now may be lost for ever.",
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
      name: "backups-none",
      area: "Backups",
      says: "No backup at all was completed for 36 hours. In a new installation that is so until the first night.",
      means:
        "If something is lost now, you lose all that was entered since the last backup. Aurora's own backups of the database may still have it.",
      todo: `Run ${list}, and make one: npm run backup -- <environment>`,
      metric: metric("NumberOfBackupJobsCompleted"),
      ...noneFor36Hours,
    },
    {
      name: "copies-missing",
      area: "Backups",
      says: "No backup was copied to the other region or account for 36 hours. In a new installation that is so until the first night.",
      means: "If the region or the account is lost now, only older copies are left.",
      todo: `Run ${list}: it shows how old the copies are. AWS Backup in the console (Jobs, Copy jobs) says why.`,
      // AWS's page says that the vault's name is that of the destination, and not whether the metric is in its region or
      // in this one. So the events of copies that ended well are counted as well: one of the two is enough.
      metric: metric("NumberOfCopyJobsCompleted", tf`split(":", coalesce(${copyVaultArn}, ":::::::"))[6]`),
      when: copiesElsewhere,
      ...noneFor36Hours,
      calculated: {
        as: "sum with",
        others: [
          {
            namespace: "AWS/Events",
            name: "MatchedEvents",
            dimensions: { RuleName: copiesRule },
            statistic: "Sum",
          },
        ],
        orZero: true,
      },
    },
    {
      name: "backups-failed",
      area: "Backups",
      says: "A backup has failed.",
      means: "Only the backup before it can be restored.",
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
      means: "Only the backup before it can be restored.",
      todo: `Run ${list}, and make one: npm run backup -- <environment>`,
      metric: metric("NumberOfBackupJobsExpired"),
      above: 0,
      period: 3600,
      bad: 1,
      of: 1,
    },
  ];
}
