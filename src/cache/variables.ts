import { timeOfDay, wholeNumber } from "../terraform/rules";
import type { Declare } from "../terraform/variable";

/** ElastiCache Serverless. */
export function cacheVariables(declare: Declare) {
  return {
    cacheMaximumStorageGb: declare("cache_maximum_storage_gb", {
      type: "number",
      default: 5,
      description: "Upper limit of the cache's data in GB, a ceiling for its cost.",
      rules: [wholeNumber(1, 5000)],
    }),
    cacheMaximumEcpuPerSecond: declare("cache_maximum_ecpu_per_second", {
      type: "number",
      default: 15_000,
      description:
        "Upper limit of the cache's ElastiCache processing units a second, a ceiling for its cost. One unit reads or writes about 1 kB.",
      rules: [wholeNumber(1000, 15_000_000)],
    }),
    cacheSnapshotRetentionDays: declare("cache_snapshot_retention_days", {
      type: "number",
      default: 7,
      description: "Days for which daily snapshots of the cache are kept; 0 takes none.",
      rules: [wholeNumber(0, 35)],
    }),
    cacheSnapshotTime: declare("cache_snapshot_time", {
      type: "string",
      default: "04:00",
      description: "Time of day, in UTC, at which the cache's daily snapshot begins.",
      rules: [timeOfDay],
    }),
  };
}

/** The choices as the props of `Cache`. */
export function cacheOptions(variables: ReturnType<typeof cacheVariables>) {
  return {
    maximumStorageGb: variables.cacheMaximumStorageGb.value,
    maximumEcpuPerSecond: variables.cacheMaximumEcpuPerSecond.value,
    snapshotRetentionDays: variables.cacheSnapshotRetentionDays.value,
    snapshotTime: variables.cacheSnapshotTime.value,
  };
}
