import { DeleteDBClusterCommand, DeleteDBInstanceCommand, ModifyDBClusterCommand } from "@aws-sdk/client-rds";
import type { Installation } from "../installation";
import type { Seen, Step } from "../step";
import { availability, type Clusters, type Which } from "./clusters";

/** How far a deletion is by what AWS calls the state of the thing. AWS deletes nothing that it makes or changes still. */
function deletion(status: string | undefined): Seen["is"] {
  return availability(status).is === "under way" ? "under way" : "to do";
}

/**
 * Deletes the cluster that is not in use.
 *
 * @param snapshot name of a last snapshot; without one, nothing stays of it
 */
export function removeDatabase(
  { clients }: Installation,
  clusters: Clusters,
  which: Which,
  snapshot: string | undefined,
): Step[] {
  const find = async () => {
    const cluster = await clusters.find(which);
    // Never the one that OpenEMR uses, whatever else is wrong.
    return cluster?.DBClusterIdentifier === clusters.names.inUse ? undefined : cluster;
  };
  return [
    {
      title: `Delete the instances of the ${which} database`,
      takes: "5 min",
      look: async () => {
        const cluster = await find();
        const instances = cluster ? await clusters.instances(cluster) : [];
        if (instances.length === 0) return { is: "done" };
        const left = instances.filter(({ DBInstanceStatus }) => DBInstanceStatus !== "deleting");
        const areReady = left.every(({ DBInstanceStatus }) => deletion(DBInstanceStatus) === "to do");
        return { is: left.length > 0 && areReady ? "to do" : "under way", note: `${instances.length} left` };
      },
      begin: async () => {
        for (const { DBInstanceIdentifier, DBInstanceStatus } of await clusters.instances((await find())!)) {
          if (DBInstanceStatus === "deleting") continue;
          await clients.rds.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier }));
        }
      },
    },
    {
      title: `Delete the ${which} database`,
      takes: "5 min",
      final: snapshot
        ? `its data stays in the snapshot ${snapshot}; its automated backups are deleted`
        : "it holds nothing that is not elsewhere",
      look: async (): Promise<Seen> => {
        const cluster = await find();
        if (!cluster) return { is: "done" };
        return { is: deletion(cluster.Status), note: cluster.Status };
      },
      begin: async () => {
        const { DBClusterIdentifier, DeletionProtection } = (await find())!;
        if (DeletionProtection) {
          const open = { DBClusterIdentifier, DeletionProtection: false, ApplyImmediately: true };
          await clients.rds.send(new ModifyDBClusterCommand(open));
        }
        await clients.rds.send(
          new DeleteDBClusterCommand({
            DBClusterIdentifier,
            ...(snapshot ? { FinalDBSnapshotIdentifier: snapshot } : { SkipFinalSnapshot: true }),
          }),
        );
      },
    },
  ];
}
