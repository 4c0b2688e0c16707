import {
  AddRoleToDBClusterCommand,
  type DBCluster,
  EnableHttpEndpointCommand,
  ModifyDBClusterCommand,
  type ModifyDBClusterMessage,
} from "@aws-sdk/client-rds";
import type { Installation } from "../installation";
import type { Step } from "../step";
import { availability, type Clusters } from "./clusters";
import type { RestoreRecord, RestoreRecords } from "./record";

/** A restore does not bring these; Terraform would show each as a change. */
const SETTINGS = [
  "BackupRetentionPeriod",
  "PreferredBackupWindow",
  "PreferredMaintenanceWindow",
] as const satisfies readonly (keyof DBCluster & keyof ModifyDBClusterMessage)[];

const INSIGHTS = [
  "DatabaseInsightsMode",
  "PerformanceInsightsEnabled",
  "PerformanceInsightsRetentionPeriod",
] as const satisfies readonly (keyof DBCluster)[];

/** Gives the new database whatever setting of the former one a restore does not bring. */
export function takeOverSettings(
  { clients }: Installation,
  clusters: Clusters,
  records: RestoreRecords,
): Step {
  return {
    title: "Give the new database the former one's settings",
    takes: "2 min",
    look: async () => {
      const [made, former] = [await clusters.find("new"), await clusters.get("former")];
      if (!made) return { is: "to do" };
      const missing = [
        ...Object.keys(changes(made, former, records.current)),
        ...rolesMissing(made, former).map(({ RoleArn }) => RoleArn!),
        ...(former.HttpEndpointEnabled && !made.HttpEndpointEnabled ? ["Data API"] : []),
      ];
      const seen = availability(made.Status);
      return seen.is === "done" && missing.length > 0 ? { is: "to do", note: missing.join(", ") } : seen;
    },
    begin: async () => {
      const [made, former] = [await clusters.get("new"), await clusters.get("former")];
      for (const { RoleArn, FeatureName } of rolesMissing(made, former)) {
        await clients.rds.send(
          new AddRoleToDBClusterCommand({
            DBClusterIdentifier: made.DBClusterIdentifier,
            RoleArn,
            FeatureName,
          }),
        );
      }
      if (former.HttpEndpointEnabled && !made.HttpEndpointEnabled) {
        await clients.rds.send(new EnableHttpEndpointCommand({ ResourceArn: made.DBClusterArn }));
      }
      const different = changes(made, former, records.current);
      if (Object.keys(different).length > 0) {
        await clients.rds.send(
          new ModifyDBClusterCommand({
            ...different,
            DBClusterIdentifier: made.DBClusterIdentifier,
            ApplyImmediately: true,
          }),
        );
      }
    },
  };
}

function changes(
  made: DBCluster,
  former: DBCluster,
  { logs }: RestoreRecord,
): Partial<ModifyDBClusterMessage> {
  const different = SETTINGS.filter(
    (setting) => former[setting] !== undefined && made[setting] !== former[setting],
  );
  const exported = made.EnabledCloudwatchLogsExports ?? [];
  const missing = logs.filter((log) => !exported.includes(log));
  return {
    ...Object.fromEntries(different.map((setting) => [setting, former[setting]])),
    ...(missing.length > 0 && { CloudwatchLogsExportConfiguration: { EnableLogTypes: missing } }),
    ...insights(made, former),
  };
}

/**
 * AWS takes the advanced mode only together with insights that are turned on and kept for 465 days or more, also where
 * they are on already ("InvalidParameterCombination: To enable the Advanced mode of Database Insights, modify your cluster
 * to enable Performance Insights and set the retention period", pulumi-aws 5286). Their key cannot be changed.
 */
function insights(made: DBCluster, former: DBCluster): Partial<ModifyDBClusterMessage> {
  const isDifferent = INSIGHTS.some(
    (setting) => former[setting] !== undefined && made[setting] !== former[setting],
  );
  if (!isDifferent || !former.PerformanceInsightsEnabled) return {};
  return {
    DatabaseInsightsMode: former.DatabaseInsightsMode,
    EnablePerformanceInsights: true,
    PerformanceInsightsRetentionPeriod: former.PerformanceInsightsRetentionPeriod,
    ...(!made.PerformanceInsightsEnabled && {
      PerformanceInsightsKMSKeyId: former.PerformanceInsightsKMSKeyId,
    }),
  };
}

function rolesMissing(made: DBCluster, former: DBCluster) {
  const has = new Set((made.AssociatedRoles ?? []).map(({ RoleArn }) => RoleArn));
  return (former.AssociatedRoles ?? []).filter(({ RoleArn }) => !has.has(RoleArn));
}
