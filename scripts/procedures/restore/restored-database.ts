import {
  CreateDBInstanceCommand,
  type DBCluster,
  ModifyDBClusterCommand,
  RestoreDBClusterFromSnapshotCommand,
  RestoreDBClusterToPointInTimeCommand,
  type Tag,
} from "@aws-sdk/client-rds";
import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import type { Installation } from "../installation";
import type { Step } from "../step";
import { availability, type Clusters, type Which } from "./clusters";
import type { RestoreRecords } from "./record";

/** A cluster of its own beside the one in use, with that one's settings. */
export function restoreDatabase(
  { clients }: Installation,
  clusters: Clusters,
  records: RestoreRecords,
): Step {
  return {
    title: "Restore the database beside the one in use",
    takes: "20 min",
    look: async () => {
      const made = await clusters.find("new");
      return made ? availability(made.Status) : { is: "to do" };
    },
    begin: async () => {
      const former = await clusters.get("former");
      const { moment, databasePoint } = records.current;
      const settings = { DBClusterIdentifier: clusters.names.restored, ...settingsOf(former) };
      await (databasePoint
        ? clients.rds.send(
            new RestoreDBClusterFromSnapshotCommand({
              ...settings,
              SnapshotIdentifier: databasePoint,
              Engine: former.Engine,
              EngineVersion: former.EngineVersion,
            }),
          )
        : clients.rds.send(
            new RestoreDBClusterToPointInTimeCommand({
              ...settings,
              SourceDBClusterIdentifier: former.DBClusterIdentifier,
              RestoreToTime: new Date(moment),
            }),
          ));
    },
  };
}

/** Settings of a cluster that another one beside it gets. */
export function settingsOf(cluster: DBCluster) {
  return {
    Port: cluster.Port,
    DBSubnetGroupName: cluster.DBSubnetGroup,
    DBClusterParameterGroupName: cluster.DBClusterParameterGroup,
    VpcSecurityGroupIds: cluster.VpcSecurityGroups?.map(({ VpcSecurityGroupId }) => VpcSecurityGroupId!),
    KmsKeyId: cluster.KmsKeyId,
    ServerlessV2ScalingConfiguration: cluster.ServerlessV2ScalingConfiguration && {
      MinCapacity: cluster.ServerlessV2ScalingConfiguration.MinCapacity,
      MaxCapacity: cluster.ServerlessV2ScalingConfiguration.MaxCapacity,
    },
    DeletionProtection: cluster.DeletionProtection,
    CopyTagsToSnapshot: cluster.CopyTagsToSnapshot,
    EnableIAMDatabaseAuthentication: cluster.IAMDatabaseAuthenticationEnabled,
    Tags: ownTags(cluster.TagList),
  };
}

/** AWS refuses tags of its own. */
function ownTags(tags: readonly Tag[] = []): Tag[] {
  return tags.filter(({ Key }) => !Key!.startsWith("aws:"));
}

/** @param role `writer` or `reader`: made as the one of the former cluster is */
export function addInstance({ clients }: Installation, clusters: Clusters, role: string): Step {
  return {
    title: `Start its ${role}`,
    takes: "10 min",
    look: async () => {
      const cluster = await clusters.find("new");
      const instance = cluster && (await clusters.instance(cluster, role));
      return instance ? availability(instance.DBInstanceStatus) : { is: "to do" };
    },
    begin: async () => {
      const cluster = await clusters.get("new");
      const like = (await clusters.instance(await clusters.get("former"), role))!;
      await clients.rds.send(
        new CreateDBInstanceCommand({
          DBInstanceIdentifier: `${cluster.DBClusterIdentifier}-${role}`,
          DBClusterIdentifier: cluster.DBClusterIdentifier,
          Engine: cluster.Engine,
          DBInstanceClass: like.DBInstanceClass,
          PromotionTier: like.PromotionTier,
          PubliclyAccessible: false,
          AutoMinorVersionUpgrade: like.AutoMinorVersionUpgrade,
          CACertificateIdentifier: like.CACertificateIdentifier,
          MonitoringInterval: like.MonitoringInterval,
          MonitoringRoleArn: like.MonitoringRoleArn,
          PreferredMaintenanceWindow: like.PreferredMaintenanceWindow,
          Tags: ownTags(like.TagList),
        }),
      );
    },
  };
}

/**
 * A restored database has the password of its moment, and a former one that of its replacement; the secret has today's.
 *
 * @param part name of the note that it is done
 */
export function setMasterPassword(
  { clients, databaseSecretArn }: Installation,
  clusters: Clusters,
  records: RestoreRecords,
  which: Which,
  part: string,
): Step {
  return {
    title: `Give the ${which} database today's password of the master user`,
    takes: "1 min",
    look: async () => {
      if (!records.current.done[part]) return { is: "to do" };
      const { Status, PendingModifiedValues } = await clusters.get(which);
      // AWS takes it at once, and gives it to the database a little later, before which the cluster is available, too.
      if (PendingModifiedValues?.MasterUserPassword !== undefined)
        return { is: "under way", note: "not in use yet" };
      return availability(Status);
    },
    begin: async () => {
      const { DBClusterIdentifier } = await clusters.get(which);
      const { SecretString } = await clients.secrets.send(
        new GetSecretValueCommand({ SecretId: databaseSecretArn }),
      );
      const { password } = JSON.parse(SecretString!) as { readonly password: string };
      await clients.rds.send(
        new ModifyDBClusterCommand({
          DBClusterIdentifier,
          MasterUserPassword: password,
          ApplyImmediately: true,
        }),
      );
      await records.note(part, new Date().toISOString());
    },
  };
}
