import { DescribeServerlessCachesCommand } from "@aws-sdk/client-elasticache";
import { DescribeDBClustersCommand, DescribeDBMajorEngineVersionsCommand } from "@aws-sdk/client-rds";
import { days, type ReadSign, setting } from "./sign";

/** An upgrade of a major version is planned and rehearsed: half a year is left for it. */
const FEWEST_DAYS = 180;
const STANDARD_SUPPORT = "open-source-rds-standard-support";

/**
 * Versions of database and cache, and when AWS's standard support of them ends: from then on it costs more, each hour.
 *
 * RDS tells the day. For Valkey AWS has announced none: "ElastiCache Extended Support" of its user guide and the schedule
 * that it names have Redis OSS only, read on 2026-11-30.
 */
export const readEngines: ReadSign = async (
  { elasticache, rds },
  { databaseArn, cacheName, environment },
  at,
) => {
  const name = "Engines";
  const [{ DBClusters = [] }, { ServerlessCaches = [] }] = await Promise.all([
    rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: databaseArn })),
    elasticache.send(new DescribeServerlessCachesCommand({ ServerlessCacheName: cacheName })),
  ]);
  const [{ Engine = "aurora-mysql", EngineVersion = "" } = {}] = DBClusters;
  const [{ Engine: cacheEngine = "the cache", FullEngineVersion: cacheVersion = "?" } = {}] =
    ServerlessCaches;
  const { DBMajorEngineVersions: [major] = [] } = await rds.send(
    // 8.0.mysql_aurora.3.10.1 is of 8.0.
    new DescribeDBMajorEngineVersionsCommand({
      Engine,
      MajorEngineVersion: EngineVersion.split(".mysql")[0],
    }),
  );
  const end = major?.SupportedEngineLifecycles?.find(
    ({ LifecycleSupportName }) => LifecycleSupportName === STANDARD_SUPPORT,
  )?.LifecycleSupportEndDate;
  const versions = `Aurora MySQL ${EngineVersion.split("mysql_aurora.").at(-1)}, ${cacheEngine} ${cacheVersion}`;
  if (!end)
    return { name, state: "unknown", text: `${versions}; RDS does not say until when it supports them` };
  const left = days(at, end);
  const day = end.toISOString().slice(0, 10);
  const text = `${versions}; the database has standard support ${left < 0 ? "no more since" : "until"} ${day}`;
  return left >= FEWEST_DAYS
    ? { name, state: "well", text }
    : {
        name,
        state: "not well",
        text,
        next: `docs/database.md, "Upgrade the database"; then ${setting("aurora_engine_version", environment)}`,
      };
};
