import { acceptedConnections } from "../application/connection-budget";
import { tf } from "../terraform/expression";
import type { AlarmDefinition, Watched } from "./alarm";
import { failuresOf } from "./function-alarms";
import { raise, STATUS } from "./next-steps";

/** Aurora Serverless v2. Metrics: "Amazon CloudWatch metrics for Amazon Aurora", read on 2026-11-29. */
export function databaseAlarms(watched: Watched): AlarmDefinition[] {
  const { database, maximumDatabaseCapacity, rotates, rotationFunction } = watched;
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
      says: "The database has used nearly all of its capacity for most of a quarter of an hour.",
      means: "OpenEMR gets slow for everybody.",
      todo: `Run ${STATUS}: it shows how much is in use. Then ${raise("aurora_maximum_capacity")}, which takes effect at once.`,
      metric: metric("ACUUtilization", "Maximum"),
      above: 95,
      // Minutes are looked at: the highest value of five minutes can be one that lasted for seconds.
      period: 60,
      bad: 12,
      of: 15,
    },
    {
      name: "database-connections",
      area: "Database",
      says: "The database uses 80 % of the connections that it accepts.",
      means: "When all are in use, OpenEMR answers with errors.",
      todo: `Run ${STATUS}: it shows how many there are. Then ${raise("aurora_maximum_capacity")}; or lower openemr_service_fargate_maximum_capacity.`,
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
      means: "If the writer fails now, the reader takes over late.",
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
      todo: 'Run npm run port-forward -- <environment>, and there SHOW ENGINE INNODB STATUS as the master user: below LATEST DETECTED DEADLOCK stand the two statements. docs/database.md, "Reach the database", says how.',
      metric: metric("Deadlocks", "Maximum"),
      // A second, on the writer: the reader reports zero. OpenEMR repeats a few; six a minute are a fault.
      above: 0.1,
      period: 300,
      bad: 2,
      of: 2,
    },
    {
      name: "database-grows",
      area: "Database",
      says: "The database has grown by more than 10 GB within a day.",
      means:
        "Nothing breaks, as it may grow to 128 TiB. The bill grows with it, and an import or a log that nobody wanted may be the cause.",
      todo: `Find out which table it is: npm run data-api -- <environment> "SELECT table_name, data_length FROM information_schema.tables ORDER BY 2 DESC LIMIT 5"`,
      metric: metric("VolumeBytesUsed", "Maximum"),
      calculated: { as: "growth" },
      // A clinic's documents are files; a day's rows are some 10 MB for a hundred visits, 100 MB with all that is logged of them.
      above: 10_000_000_000,
      period: 86_400,
      bad: 1,
      of: 2,
    },
    {
      name: "database-rotation",
      area: "Database",
      says: "The rotation of the password of OpenEMR's database user has failed.",
      means: "OpenEMR goes on with the former password, which gets older than your rules may allow.",
      todo: "Run npm run logs -- <environment> functions --since 2h: the lines of rotate-database-user say what to do. Secrets Manager tries again by itself.",
      ...failuresOf(rotationFunction, ["Throttles"]),
      // Secrets Manager tries each step several times, and a database that fails over makes one try fail.
      above: 2,
      when: rotates,
      period: 3600,
      bad: 1,
      of: 1,
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
      todo: `Run ${STATUS}: it says how people are served. Then ${raise("cache_maximum_ecpu_per_second")}.`,
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
      says: "The cache is 90 % full.",
      means: "When it is full, it forgets sessions: people are signed out.",
      todo: `Run ${STATUS}: it says how people are served. Then ${raise("cache_maximum_storage_gb")}.`,
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
      todo: `Run ${STATUS}: it says how people are served. Then ${raise("cache_maximum_storage_gb")}.`,
      metric: metric("Evictions", "Sum"),
      above: 0,
      period: 300,
      bad: 1,
      of: 1,
    },
  ];
}

/** Amazon EFS. Metrics: "Amazon CloudWatch metrics for Amazon EFS", read on 2026-11-30. */
export function fileAlarms({ fileSystem }: Watched): AlarmDefinition[] {
  return [
    {
      name: "files-grow",
      area: "Files",
      says: "OpenEMR's files have grown by more than 20 GB within a day.",
      means:
        "Nothing breaks, as EFS has no limit that a clinic reaches. But it costs more, and somebody may be storing what does not belong there.",
      todo: "Ask who imports documents. New files are in sites/default/documents; npm run cost says what a GB costs.",
      metric: {
        namespace: "AWS/EFS",
        name: "StorageBytes",
        dimensions: { FileSystemId: fileSystem, StorageClass: "Total" },
        statistic: "Maximum",
      },
      calculated: { as: "growth" },
      // A hundred visits with ten scans of 2 MB each are 2 GB.
      above: 20_000_000_000,
      period: 86_400,
      bad: 1,
      of: 2,
    },
  ];
}
