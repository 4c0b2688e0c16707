import type {
  CreateDBClusterMessage,
  CreateDBInstanceMessage,
  DBCluster,
  DBClusterSnapshot,
  DBInstance,
  DeleteDBClusterMessage,
  DescribeDBClusterSnapshotsMessage,
  DescribeDBClustersMessage,
  DescribeDBInstancesMessage,
  ModifyDBClusterMessage,
  ModifyDBInstanceMessage,
  RestoreDBClusterFromSnapshotMessage,
  RestoreDBClusterToPointInTimeMessage,
} from "@aws-sdk/client-rds";
import { AwsFault } from "./fault";
import type { Part, Service } from "./world";

type Cluster = DBCluster & {
  password: string;
  /** One that was taken and is not in use yet. */
  newPassword?: string;
  data: string;
  left: number;
};
type Instance = DBInstance & { left: number; next?: string };

/** Requests that AWS takes to be asked until something is done. */
const WORK = 3;

/**
 * Aurora's clusters and their instances. Compared with botocore 1.43.11, model rds-2014-10-31, and with AWS's guide, on
 * 2026-11-29. It refuses: a name in use; a change of what is not available; an instance in a cluster that is not;
 * deletion of a protected cluster, of one with instances, and of what it makes still; the advanced mode of insights without what it asks for in the
 * same call (pulumi-aws 5286, ansible-collections/amazon.aws 2543), and another key for insights that are on. A new password of the master user is pending while the cluster
 * goes on being available, and in use after it was reset.
 */
export class RdsPart implements Part {
  readonly clusters: Cluster[] = [];
  readonly instances: Instance[] = [];
  readonly snapshots: string[] = [];
  /** Last snapshots of what is gone. */
  readonly lastSnapshots: DBClusterSnapshot[] = [];
  /** Settings with which AWS restores a cluster. */
  readonly restoredWith: Partial<DBCluster> = {};
  /** The name of the data in a snapshot, or of a moment. */
  dataOf = (source: string) => source;
  private made = 0;

  tick(): void {
    for (const cluster of [...this.clusters]) {
      const isReset =
        cluster.Status === "available" && cluster.newPassword !== undefined && cluster.left === 0;
      if (isReset) Object.assign(cluster, { Status: "resetting-master-credentials", left: WORK });
      if (--cluster.left > 0 || cluster.Status === "available") continue;
      if (cluster.Status === "deleting") this.clusters.splice(this.clusters.indexOf(cluster), 1);
      if (cluster.Status === "resetting-master-credentials") {
        cluster.password = cluster.newPassword!;
        delete cluster.newPassword;
      }
      cluster.Status = "available";
    }
    for (const instance of [...this.instances]) {
      if (instance.DBInstanceStatus === "available" || --instance.left > 0) continue;
      if (instance.DBInstanceStatus === "deleting")
        this.instances.splice(this.instances.indexOf(instance), 1);
      if (instance.next) instance.DBInstanceIdentifier = instance.next;
      delete instance.next;
      instance.DBInstanceStatus = "available";
    }
  }

  add(cluster: Partial<Cluster> & { readonly DBClusterIdentifier: string }): Cluster {
    const made: Cluster = {
      Status: "available",
      Engine: "aurora-mysql",
      DbClusterResourceId: `cluster-${++this.made}`,
      EnabledCloudwatchLogsExports: [],
      password: "today",
      data: "today",
      left: WORK,
      ...cluster,
    };
    this.clusters.push(made);
    return made;
  }

  addInstance(clusterName: string, name: string, status = "available"): void {
    this.instances.push({
      DBInstanceIdentifier: name,
      DBClusterIdentifier: clusterName,
      DBInstanceClass: "db.serverless",
      DBInstanceStatus: status,
      left: WORK,
    });
  }

  readonly operations: Service = {
    DescribeDBClusters: ({ DBClusterIdentifier: id, Filters }: DescribeDBClustersMessage) => {
      const wanted = Filters?.[0]?.Values;
      const found = this.clusters.filter(
        ({ DBClusterIdentifier: name }) =>
          (wanted === undefined || wanted.includes(name!)) &&
          (id === undefined || id.split(":").at(-1) === name),
      );
      if (id !== undefined && found.length === 0) throw new AwsFault("DBClusterNotFoundFault", `No ${id}.`);
      return { DBClusters: found.map((cluster) => this.described(cluster)) };
    },
    DescribeDBInstances: ({ Filters }: DescribeDBInstancesMessage) => ({
      DBInstances: this.instances.filter(({ DBClusterIdentifier }) =>
        Filters![0]!.Values!.includes(DBClusterIdentifier!),
      ),
    }),
    DescribeDBClusterSnapshots: ({ SnapshotType }: DescribeDBClusterSnapshotsMessage) => {
      // AWS Backup's are of a type of their own.
      if (SnapshotType !== "manual") throw new AwsFault("InvalidParameterValue", String(SnapshotType));
      return { DBClusterSnapshots: this.lastSnapshots };
    },
    RestoreDBClusterFromSnapshot: (input: RestoreDBClusterFromSnapshotMessage) =>
      this.restore(input.DBClusterIdentifier!, input.SnapshotIdentifier!),
    RestoreDBClusterToPointInTime: (input: RestoreDBClusterToPointInTimeMessage) =>
      this.restore(input.DBClusterIdentifier!, input.RestoreToTime!.toISOString()),
    CreateDBCluster: (input: CreateDBClusterMessage) => {
      if ("CopyTagsToSnapshot" in input && !input.MasterUserPassword)
        throw new AwsFault("InvalidParameterCombination", "MasterUserPassword is required.");
      this.restore(input.DBClusterIdentifier!, "nothing");
      this.cluster(input.DBClusterIdentifier!).password = input.MasterUserPassword!;
      return {};
    },
    CreateDBInstance: (input: CreateDBInstanceMessage) => {
      this.available(this.cluster(input.DBClusterIdentifier!));
      this.freeInstance(input.DBInstanceIdentifier!);
      this.addInstance(input.DBClusterIdentifier!, input.DBInstanceIdentifier!, "creating");
      return {};
    },
    ModifyDBCluster: (input: ModifyDBClusterMessage) => {
      const cluster = this.available(this.cluster(input.DBClusterIdentifier!));
      const { NewDBClusterIdentifier: name, CloudwatchLogsExportConfiguration: logs } = input;
      if (name) this.renameCluster(cluster, name);
      if (input.MasterUserPassword) {
        Object.assign(cluster, { newPassword: input.MasterUserPassword, left: 3 * WORK });
        return {};
      }
      if (input.DeletionProtection !== undefined) cluster.DeletionProtection = input.DeletionProtection;
      this.setInsights(cluster, input);
      if (input.BackupRetentionPeriod) cluster.BackupRetentionPeriod = input.BackupRetentionPeriod;
      const disabled = logs?.DisableLogTypes ?? [];
      const exported = cluster.EnabledCloudwatchLogsExports!.filter((log) => !disabled.includes(log));
      cluster.EnabledCloudwatchLogsExports = [...exported, ...(logs?.EnableLogTypes ?? [])];
      // Protection is taken away at once.
      if (input.DeletionProtection === undefined) Object.assign(cluster, { Status: "modifying", left: WORK });
      return {};
    },
    ModifyDBInstance: ({ DBInstanceIdentifier, NewDBInstanceIdentifier }: ModifyDBInstanceMessage) => {
      const instance = this.instances.find((one) => one.DBInstanceIdentifier === DBInstanceIdentifier);
      if (!instance) throw new AwsFault("DBInstanceNotFoundFault", `No ${DBInstanceIdentifier}.`);
      if (instance.DBInstanceStatus !== "available") {
        throw new AwsFault("InvalidDBInstanceStateFault", `It is ${instance.DBInstanceStatus}.`);
      }
      this.freeInstance(NewDBInstanceIdentifier!);
      Object.assign(instance, { DBInstanceStatus: "renaming", left: WORK, next: NewDBInstanceIdentifier });
      return {};
    },
    DeleteDBInstance: ({ DBInstanceIdentifier }: { DBInstanceIdentifier: string }) => {
      const instance = this.instances.find((one) => one.DBInstanceIdentifier === DBInstanceIdentifier)!;
      if (instance.DBInstanceStatus === "creating")
        throw new AwsFault("InvalidDBInstanceStateFault", `${DBInstanceIdentifier} is creating.`);
      Object.assign(instance, { DBInstanceStatus: "deleting", left: WORK });
      return {};
    },
    DeleteDBCluster: ({ DBClusterIdentifier, FinalDBSnapshotIdentifier }: DeleteDBClusterMessage) => {
      const cluster = this.cluster(DBClusterIdentifier!);
      if (cluster.DeletionProtection)
        throw new AwsFault("InvalidParameterCombination", "Cannot delete protected Cluster");
      if (cluster.Status === "creating")
        throw new AwsFault("InvalidDBClusterStateFault", `${DBClusterIdentifier} is creating.`);
      if (this.instances.some((one) => one.DBClusterIdentifier === DBClusterIdentifier)) {
        throw new AwsFault(
          "InvalidDBClusterStateFault",
          "Cluster cannot be deleted, it still contains DB instances",
        );
      }
      if (FinalDBSnapshotIdentifier) this.snapshots.push(`${FinalDBSnapshotIdentifier}=${cluster.data}`);
      Object.assign(cluster, { Status: "deleting", left: WORK });
      return {};
    },
  };

  private setInsights(cluster: Cluster, input: ModifyDBClusterMessage): void {
    const { DatabaseInsightsMode, EnablePerformanceInsights, PerformanceInsightsRetentionPeriod = 7 } = input;
    if (
      DatabaseInsightsMode === "advanced" &&
      !(EnablePerformanceInsights && PerformanceInsightsRetentionPeriod >= 465)
    )
      throw new AwsFault(
        "InvalidParameterCombination",
        "To enable the Advanced mode of Database Insights, ...",
      );
    if (cluster.PerformanceInsightsEnabled && input.PerformanceInsightsKMSKeyId)
      throw new AwsFault(
        "InvalidParameterCombination",
        "You can't change your Performance Insights KMS key.",
      );
    if (DatabaseInsightsMode) Object.assign(cluster, { DatabaseInsightsMode });
    if (!EnablePerformanceInsights) return;
    Object.assign(cluster, { PerformanceInsightsEnabled: true, PerformanceInsightsRetentionPeriod });
  }

  /** A cluster that is renamed is shown under neither name for a moment. */
  private renameCluster(cluster: Cluster, name: string): void {
    if (this.clusters.some(({ DBClusterIdentifier }) => DBClusterIdentifier === name)) {
      throw new AwsFault("DBClusterAlreadyExistsFault", `${name} is in use.`);
    }
    for (const instance of this.instances) {
      if (instance.DBClusterIdentifier === cluster.DBClusterIdentifier) instance.DBClusterIdentifier = name;
    }
    cluster.DBClusterIdentifier = name;
  }

  private restore(name: string, data: string) {
    if (this.clusters.some(({ DBClusterIdentifier }) => DBClusterIdentifier === name)) {
      throw new AwsFault("DBClusterAlreadyExistsFault", `${name} is in use.`);
    }
    const made = { DBClusterIdentifier: name, Status: "creating", password: "of then" };
    this.add({ ...made, data: this.dataOf(data), ...this.restoredWith });
    return {};
  }

  private cluster(name: string): Cluster {
    const found = this.clusters.find(({ DBClusterIdentifier }) => DBClusterIdentifier === name);
    if (!found) throw new AwsFault("DBClusterNotFoundFault", `No ${name}.`);
    return found;
  }

  private available(cluster: Cluster): Cluster {
    if (cluster.Status === "available") return cluster;
    throw new AwsFault("InvalidDBClusterStateFault", `It is ${cluster.Status}.`);
  }

  private freeInstance(name: string): void {
    if (
      this.instances.some(({ DBInstanceIdentifier, next }) => DBInstanceIdentifier === name || next === name)
    ) {
      throw new AwsFault("DBInstanceAlreadyExistsFault", `${name} is in use.`);
    }
  }

  private described(cluster: Cluster): DBCluster {
    return {
      ...cluster,
      ...(cluster.newPassword !== undefined && { PendingModifiedValues: { MasterUserPassword: "****" } }),
      EarliestRestorableTime: new Date("2026-11-01T00:00:00Z"),
      LatestRestorableTime: new Date("2026-11-29T12:00:00Z"),
      DBClusterMembers: this.instances
        .filter(({ DBClusterIdentifier }) => DBClusterIdentifier === cluster.DBClusterIdentifier)
        .map(({ DBInstanceIdentifier }) => ({ DBInstanceIdentifier })),
    };
  }
}
