import type { PlannedResource } from "../../plan/resource";
import type { BilledStack } from "../billed-stack";
import { each, numberAt, type Rules } from "../rule";
import { HOURS_A_MONTH } from "../units";

/** GB that a cache of Valkey is billed for at least: 100 MB (https://aws.amazon.com/elasticache/pricing/). */
const LEAST_STORAGE = 0.1;

/** ElastiCache Serverless. */
export const cacheRules: Rules = {
  aws_elasticache_serverless_cache: {
    charges: [
      each("ElastiCache storage", "valkey_gb_hour", {
        kind: "minimum",
        count: (cache) => (cache.get("engine") === "valkey" ? 1 : undefined),
        size: { of: leastStorage, unit: "GB" },
      }),
    ],
    usage: [
      {
        what: "ElastiCache storage above the minimum",
        price: "valkey_gb_hour",
        usage: "cache_storage_gb",
        size: { of: () => HOURS_A_MONTH, unit: "hours" },
      },
      { what: "ElastiCache processing", price: "valkey_ecpus", usage: "cache_ecpus" },
    ],
    notes: ["Snapshots of the cache."],
  },
};

/** A minimum that one sets is billed as if it were used. */
function leastStorage(cache: PlannedResource, stack: BilledStack): number {
  return Math.max(LEAST_STORAGE, numberAt("cache_usage_limits.0.data_storage.0.minimum")(cache, stack) ?? 0);
}
