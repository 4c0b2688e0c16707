import type { BadValue } from "../../../support/value-examples";

export const BAD_VALUES: readonly BadValue[] = [
  ["cache_snapshot_time", "24:00", "a time of day in UTC"],
  ["cache_maximum_storage_gb", 0, "a whole number from 1 to 5000"],
  ["cache_maximum_ecpu_per_second", 999, "a whole number from 1000 to 15000000"],
  ["cache_snapshot_retention_days", 36, "a whole number from 0 to 35"],
];
