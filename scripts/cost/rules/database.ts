import type { PlannedResource } from "../../plan/resource";
import type { BilledStack } from "../billed-stack";
import { each, numberAt, type Rules } from "../rule";

/** Days of Performance Insights that cost nothing. */
const FREE_INSIGHTS_DAYS = 7;

/** Aurora capacity units that an instance takes at least while it is awake. */
const LEAST_AWAKE_ACUS = 0.5;

const acus = { of: minimumCapacity, unit: "ACU" };

/** OpenEMR's background services wake a database once an hour, which pauses again five minutes after they end. */
const SHARE_FOR_SERVICES = 0.1;

const PAUSING =
  "A database that may pause is counted as if nobody worked. It is awake from the first request until about ten minutes after its last connection fell silent, and an open page of OpenEMR asks for news until it is signed out: give --database-awake-hours, e.g. 176 for 8 hours on 22 days.";

/** Aurora Serverless v2, by the capacity that it never goes below. */
export const databaseRules: Rules = {
  aws_rds_cluster_instance: {
    charges: [
      each("Aurora capacity", "aurora_acu_hour", {
        kind: "minimum",
        count: (instance) => (instance.get("instance_class") === "db.serverless" ? 1 : undefined),
        size: acus,
      }),
      each("Database Insights", "database_insights_acu_hour", {
        kind: "minimum",
        count: countInsights,
        size: acus,
      }),
    ],
  },
  aws_rds_cluster: {
    charges: [
      each("Aurora capacity for services, 6 minutes an hour", "aurora_acu_hour", {
        kind: "minimum",
        count: (cluster) => (mayPause(cluster) ? 1 : 0),
        size: { of: (cluster, stack) => awakeCapacity(cluster, stack) * SHARE_FOR_SERVICES, unit: "ACU" },
      }),
    ],
    usage: [
      {
        what: "Aurora capacity while the database is awake",
        price: "aurora_acu_hour",
        usage: "database_awake_hours",
        size: { of: awakeCapacity, unit: "ACU" },
        when: mayPause,
      },
      { what: "Aurora capacity above the minimum", price: "aurora_acu_hour", usage: "acu_hours" },
      { what: "Aurora storage", price: "aurora_storage_gb", usage: "database_storage_gb" },
      { what: "Aurora reads and writes", price: "aurora_io_requests", usage: "database_io_requests" },
      { what: "Backups of the database", price: "aurora_backup_gb", usage: "backup_database_gb" },
      {
        what: "RDS Data API",
        price: "data_api_requests",
        usage: "data_api_requests",
        when: (cluster) => cluster.get("enable_http_endpoint") === true,
      },
    ],
    notes: (stack) => [
      "Database Insights of capacity above the minimum.",
      ...(stack.ofType("aws_rds_cluster").some(mayPause) ? [PAUSING] : []),
    ],
  },
};

function clusterOf(instance: PlannedResource, stack: BilledStack): PlannedResource | undefined {
  return stack.referredTo(instance, "cluster_identifier", "aws_rds_cluster");
}

function minimumCapacity(instance: PlannedResource, stack: BilledStack): number | undefined {
  const cluster = clusterOf(instance, stack);
  return cluster && numberAt("serverlessv2_scaling_configuration.0.min_capacity")(cluster, stack);
}

function mayPause(cluster: PlannedResource): boolean {
  return cluster.get("serverlessv2_scaling_configuration.0.min_capacity") === 0;
}

/** Its reader is awake while its writer is. */
function awakeCapacity(cluster: PlannedResource, stack: BilledStack): number {
  const instances = stack
    .ofType("aws_rds_cluster_instance")
    .filter((instance) => clusterOf(instance, stack) === cluster);
  return instances.length * LEAST_AWAKE_ACUS;
}

/** The advanced mode is billed by capacity, whatever is kept; the standard one is free for a week. */
function countInsights(instance: PlannedResource, stack: BilledStack): number | undefined {
  const cluster = clusterOf(instance, stack);
  if (!cluster) return undefined;
  if (cluster.get("database_insights_mode") === "advanced") return 1;
  const kept = [cluster, instance].map((resource) =>
    numberAt("performance_insights_retention_period")(resource, stack),
  );
  return kept.some((days) => days !== undefined && days > FREE_INSIGHTS_DAYS) ? undefined : 0;
}
