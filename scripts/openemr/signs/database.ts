import { GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { DescribeDBClustersCommand, DescribePendingMaintenanceActionsCommand } from "@aws-sdk/client-rds";
import { type ReadSign, setting } from "./sign";

/** Share of its largest capacity from which on it is nearly used up. */
const FULL = 0.9;
const PERIOD = 300;

/** How much of the database is in use: its capacity of the last minutes against the largest, and its connections. */
export const readDatabaseLoad: ReadSign = async ({ cloudwatch, rds }, { databaseArn, environment }, at) => {
  const name = "Database";
  const cluster = databaseArn.split(":").at(-1)!;
  const metric = (id: string, metricName: string, stat: string) => ({
    Id: id,
    MetricStat: {
      Metric: {
        Namespace: "AWS/RDS",
        MetricName: metricName,
        Dimensions: [{ Name: "DBClusterIdentifier", Value: cluster }],
      },
      Period: PERIOD,
      Stat: stat,
    },
  });
  const [measured, described] = await Promise.all([
    cloudwatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(at.getTime() - 3 * PERIOD * 1000),
        EndTime: at,
        ScanBy: "TimestampDescending",
        MetricDataQueries: [
          metric("capacity", "ServerlessDatabaseCapacity", "Average"),
          metric("connections", "DatabaseConnections", "Maximum"),
        ],
      }),
    ),
    rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: databaseArn })),
  ]);
  const newest = (id: string) => measured.MetricDataResults?.find(({ Id }) => Id === id)?.Values?.[0];
  const [capacity, connections] = [newest("capacity"), newest("connections")];
  const most = described.DBClusters?.[0]?.ServerlessV2ScalingConfiguration?.MaxCapacity;
  if (capacity === undefined || most === undefined) {
    return { name, state: "unknown", text: "CloudWatch has no measurement of the last 15 minutes" };
  }
  const text = `${capacity.toFixed(1)} of ${most} ACU, ${connections ?? 0} connections`;
  return capacity < FULL * most
    ? { name, state: "well", text }
    : { name, state: "not well", text, next: setting("a larger aurora_maximum_capacity", environment) };
};

/** Its API answers only with a Business support plan ("Welcome" of its API reference); the page is everybody's. */
const HEALTH = "https://health.aws.amazon.com";

/**
 * Maintenance that AWS has announced for the database, and where the rest stands. New versions of the engine are announced
 * for the cluster, those of the operating system for each instance.
 */
export const readMaintenance: ReadSign = async ({ rds }, { databaseArn, environment }) => {
  const { DBClusters = [] } = await rds.send(
    new DescribeDBClustersCommand({ DBClusterIdentifier: databaseArn }),
  );
  const instances = DBClusters.flatMap(({ DBClusterMembers = [] }) =>
    DBClusterMembers.map(({ DBInstanceIdentifier }) =>
      databaseArn.replace(/cluster:[^:]*$/, `db:${DBInstanceIdentifier}`),
    ),
  );
  const announced = await Promise.all(
    [databaseArn, ...instances].map((ResourceIdentifier) =>
      rds.send(new DescribePendingMaintenanceActionsCommand({ ResourceIdentifier })),
    ),
  );
  const actions = announced.flatMap(({ PendingMaintenanceActions = [] }) =>
    PendingMaintenanceActions.flatMap((each) => each.PendingMaintenanceActionDetails ?? []),
  );
  if (actions.length === 0)
    return { name: "Maintenance", state: "well", text: `none announced for the database; else: ${HEALTH}` };
  const texts = actions.map(({ Action, Description, CurrentApplyDate }) => {
    const when = CurrentApplyDate ? ` on ${CurrentApplyDate.toISOString().slice(0, 10)}` : "";
    return `${Description ?? Action}${when}`;
  });
  return {
    name: "Maintenance",
    state: "not well",
    text: `announced for the database: ${[...new Set(texts)].join("; ")}`,
    next: `aws rds describe-pending-maintenance-actions; database_maintenance_window in environments/${environment}.tfvars says when`,
  };
};
