import { acceptedConnections } from "../application/connection-budget";
import { tf } from "../terraform/expression";
import type { AlarmDefinition, Watched } from "./alarm";

const STATUS = "npm run status -- <environment>";

/** Aurora Serverless v2. Metrics: "Amazon CloudWatch metrics for Amazon Aurora", read on 2026-11-29. */
export function databaseAlarms({ database, maximumDatabaseCapacity }: Watched): AlarmDefinition[] {
  const metric = (name: string, statistic: string) => ({
    namespace: "AWS/RDS",
    name,
    dimensions: { DBClusterIdentifier: database },
    statistic,
  });
  return [
    {
      name: "database-capacity",
      area: "Database",
      says: "The database is at the upper end of its capacity for a quarter of an hour.",
      means: "OpenEMR gets slow for everybody.",
      todo: "Raise aurora_maximum_capacity; the change takes effect at once.",
      metric: metric("ACUUtilization", "Maximum"),
      above: 95,
      period: 300,
      bad: 3,
      of: 3,
    },
    {
      name: "database-connections",
      area: "Database",
      says: "The database has four fifths of the connections that it accepts.",
      means: "When it has all of them, OpenEMR answers with errors.",
      todo: "Raise aurora_maximum_capacity, or lower openemr_service_fargate_maximum_capacity.",
      metric: metric("DatabaseConnections", "Maximum"),
      above: tf`floor(${acceptedConnections(maximumDatabaseCapacity)} * 0.8)`,
      period: 300,
      bad: 2,
      of: 2,
    },
    {
      name: "database-reader-lag",
      area: "Database",
      says: "The reader is more than 10 seconds behind the writer.",
      means: "It would take over late if the writer failed.",
      todo: `Run ${STATUS}; a long report or a large change of the schema can be the cause.`,
      metric: metric("AuroraReplicaLagMaximum", "Maximum"),
      // In milliseconds. It is below 100 as a rule; 10 s is a tenth of what a failover takes.
      above: 10_000,
      period: 300,
      bad: 2,
      of: 2,
    },
    {
      name: "database-deadlocks",
      area: "Database",
      says: "Statements in the database block each other again and again.",
      means: "Some of what people save fails.",
      // The error log has none: InnoDB would write the statements into it, with the patients' data that are in them.
      todo: 'Run SHOW ENGINE INNODB STATUS as the master user: it has the last one. docs/operations.md, "Reach the database", says how.',
      metric: metric("Deadlocks", "Maximum"),
      // A second, on the writer: the reader reports zero. OpenEMR repeats a few; six a minute are a fault.
      above: 0.1,
      period: 300,
      bad: 2,
      of: 2,
    },
  ];
}

/** ElastiCache Serverless, whose metrics have dimensions of their own. Source: "Serverless metrics and events for Valkey", read on 2026-11-29. */
export function cacheAlarms({ cache, maximumCacheStorageGb }: Watched): AlarmDefinition[] {
  const metric = (name: string, statistic: string) => ({
    namespace: "AWS/ElastiCache",
    name,
    dimensions: { clusterId: cache },
    statistic,
  });
  return [
    {
      name: "cache-throttled",
      area: "Cache",
      says: "The cache refuses requests, as they come faster than its limit.",
      means: "Requests to OpenEMR wait or fail: every one reads its session there.",
      todo: "Raise cache_maximum_ecpu_per_second.",
      metric: metric("ThrottledCmds", "Sum"),
      // It scales by itself; what it throttles while it does is soon over.
      above: 100,
      period: 300,
      bad: 2,
      of: 2,
    },
    {
      name: "cache-full",
      area: "Cache",
      says: "The cache is nine tenths full.",
      means: "When it is full, it forgets sessions: people are signed out.",
      todo: "Raise cache_maximum_storage_gb.",
      metric: metric("BytesUsedForCache", "Maximum"),
      above: tf`floor(${maximumCacheStorageGb} * 900000000)`,
      period: 300,
      bad: 2,
      of: 2,
    },
    {
      name: "cache-evictions",
      area: "Cache",
      says: "The cache has forgotten sessions, as it was full.",
      means: "People were signed out in the middle of their work.",
      todo: "Raise cache_maximum_storage_gb.",
      metric: metric("Evictions", "Sum"),
      above: 0,
      period: 300,
      bad: 1,
      of: 1,
    },
  ];
}

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
