import {
  type DBCluster,
  type DBInstance,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
} from "@aws-sdk/client-rds";
import { notShown } from "../../aws/aws-fault";
import type { Installation } from "../installation";
import type { Seen } from "../step";
import type { RestoreRecords } from "./record";

/** The names that a database can have while one is exchanged for another. */
export interface ClusterNames {
  /** The one by which OpenEMR, Terraform and the backups know the database. */
  readonly inUse: string;
  /** The restored one's, before it is exchanged and after it was taken back. */
  readonly restored: string;
  /** The former one's, after the exchange. */
  readonly replaced: string;
}

export function clusterNames({ databaseArn }: Installation): ClusterNames {
  const inUse = databaseArn.split(":").at(-1)!;
  const base = inUse.replace(/-database$/, "");
  return { inUse, restored: `${base}-restored`, replaced: `${base}-replaced` };
}

/** Which of the two clusters: the one that was in use when the restore began, or the one that it made. */
export type Which = "former" | "new";

/** The two clusters under whatever names they have now, by what a rename does not change. */
export class Clusters {
  readonly names: ClusterNames;

  constructor(
    private readonly installation: Installation,
    private readonly records: RestoreRecords,
  ) {
    this.names = clusterNames(installation);
  }

  async find(which: Which): Promise<DBCluster | undefined> {
    const Values = Object.values(this.names);
    const query = new DescribeDBClustersCommand({ Filters: [{ Name: "db-cluster-id", Values }] });
    const { DBClusters = [] } = await this.installation.clients.rds.send(query);
    const isFormer = ({ DbClusterResourceId }: DBCluster) =>
      DbClusterResourceId === this.records.current.former;
    return DBClusters.find((cluster) => isFormer(cluster) === (which === "former"));
  }

  /** @throws where it is gone, or between two names */
  async get(which: Which): Promise<DBCluster> {
    const found = await this.find(which);
    if (found) return found;
    throw notShown(`the ${which} database`);
  }

  async instances(cluster: DBCluster): Promise<DBInstance[]> {
    const query = new DescribeDBInstancesCommand({
      Filters: [{ Name: "db-cluster-id", Values: [cluster.DBClusterIdentifier!] }],
    });
    return (await this.installation.clients.rds.send(query)).DBInstances ?? [];
  }

  /** @param role `writer` or `reader`, the last part of its name */
  async instance(cluster: DBCluster, role: string): Promise<DBInstance | undefined> {
    return (await this.instances(cluster)).find(({ DBInstanceIdentifier }) =>
      DBInstanceIdentifier!.endsWith(`-${role}`),
    );
  }
}

/** How far something is that AWS calls available at its end. */
export function availability(status: string | undefined): Seen {
  if (status === "available") return { is: "done" };
  if (status === "stopped") {
    return { is: "failed", note: "AWS says that it is stopped. Start it first: aws rds start-db-cluster." };
  }
  if (status !== undefined && /failed|incompatible|inaccessible|storage-full/.test(status)) {
    return { is: "failed", note: `AWS says that it is ${status}.` };
  }
  return { is: "under way", note: status ?? "AWS does not show it yet" };
}
