import { isDeepStrictEqual } from "node:util";
import type { PlannedStack } from "../../plan/planned-stack";
import { valueAt } from "../../plan/resource";
import { type Finding, findingOf } from "../finding";

/** Arguments of a cache that `ModifyServerlessCache` changes. */
const ARGUMENTS = [
  "cache_usage_limits",
  "daily_snapshot_time",
  "description",
  "major_engine_version",
  "security_group_ids",
  "snapshot_retention_limit",
  "user_group_id",
];

/**
 * Finds a cache of which more than one argument changes. AWS takes one in a request, and the provider asks for all in one
 * (terraform-provider-aws, pull request 47918, which mends a later version than the stack's).
 */
export function cacheChangesAtOnce(title: string, { resources }: PlannedStack): Finding[] {
  return resources
    .filter(({ type, change }) => type === "aws_elasticache_serverless_cache" && change === "update")
    .flatMap((cache) => {
      const changed = ARGUMENTS.filter(
        (path) => !isDeepStrictEqual(valueAt(cache.before, path), valueAt(cache.after, path)),
      );
      if (changed.length < 2) return [];
      return [
        findingOf(title, cache, {
          severity: "warning",
          says: `changes in ${changed.length} arguments at once, of which AWS takes one`,
          attributes: changed,
          why:
            `The apply ends with InvalidParameterCombination at ${changed.join(" and ")}, and what waits for the cache is not ` +
            "made. Deploy with one of them changed, then with the next. Snapshots that begin have two: ask AWS for the first, " +
            "aws elasticache modify-serverless-cache --serverless-cache-name <cache> --snapshot-retention-limit <days>, then deploy.",
        }),
      ];
    });
}
