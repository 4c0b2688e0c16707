import { DescribeDBClustersCommand, type RDSClient } from "@aws-sdk/client-rds";
import { UserError } from "../../../src/user-error";

/** Aurora, as RDS describes it. */
export interface DatabaseStatus {
  readonly status: string;
  readonly engineVersion: string;
  readonly instances: number;
  /** Between these it scales, in ACU. */
  readonly minimumCapacity?: number;
  readonly maximumCapacity?: number;
  /** Up to here a point-in-time restore gets, and not further. */
  readonly restorableUntil?: Date;
}

/** @param arn of the cluster */
export async function readDatabase(rds: RDSClient, arn: string): Promise<DatabaseStatus> {
  const query = new DescribeDBClustersCommand({ DBClusterIdentifier: arn });
  const [cluster] = (await rds.send(query)).DBClusters ?? [];
  if (!cluster) throw new UserError(`AWS has no database cluster ${arn}.`);
  const { MinCapacity, MaxCapacity } = cluster.ServerlessV2ScalingConfiguration ?? {};
  return {
    status: cluster.Status ?? "unknown",
    engineVersion: cluster.EngineVersion ?? "unknown",
    instances: cluster.DBClusterMembers?.length ?? 0,
    ...(MinCapacity !== undefined && { minimumCapacity: MinCapacity }),
    ...(MaxCapacity !== undefined && { maximumCapacity: MaxCapacity }),
    ...(cluster.LatestRestorableTime && { restorableUntil: cluster.LatestRestorableTime }),
  };
}
