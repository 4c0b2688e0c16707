import { type DBCluster, ModifyDBClusterCommand, ModifyDBInstanceCommand } from "@aws-sdk/client-rds";
import { notShown } from "../../aws/aws-fault";
import type { Installation } from "../installation";
import type { Seen, Step } from "../step";
import { availability, type Clusters, type Which } from "./clusters";

/**
 * Gives a cluster and its instances another name. OpenEMR, Terraform and the backups know the database by its name, so
 * two that change names are exchanged.
 *
 * @param roles of the instances that it has
 */
export function rename(
  installation: Installation,
  clusters: Clusters,
  which: Which,
  name: string,
  roles: readonly string[],
): Step[] {
  return [
    ...roles.map((role) => renameInstance(installation, clusters, which, role, `${name}-${role}`)),
    renameCluster(installation, clusters, which, name),
  ];
}

function renameInstance(
  { clients }: Installation,
  clusters: Clusters,
  which: Which,
  role: string,
  name: string,
): Step {
  let asked = false;
  return {
    title: `Name the ${which} ${role} ${name}`,
    takes: "3 min",
    look: async () => {
      const cluster = await clusters.find(which);
      const instance = cluster && (await clusters.instance(cluster, role));
      if (!instance) return hidden(asked);
      const seen = availability(instance.DBInstanceStatus);
      return seen.is === "done" && instance.DBInstanceIdentifier !== name ? { is: "to do" } : seen;
    },
    begin: async () => {
      const instance = await clusters.instance(await clusters.get(which), role);
      if (!instance) throw notShown(`the ${which} ${role}`);
      asked = true;
      await clients.rds.send(
        new ModifyDBInstanceCommand({
          DBInstanceIdentifier: instance.DBInstanceIdentifier,
          NewDBInstanceIdentifier: name,
          ApplyImmediately: true,
        }),
      );
    },
  };
}

function renameCluster({ clients }: Installation, clusters: Clusters, which: Which, name: string): Step {
  let asked = false;
  return {
    title: `Name the ${which} database ${name}`,
    takes: "3 min",
    look: async () => {
      const cluster = await clusters.find(which);
      if (!cluster) return hidden(asked);
      const seen = availability(cluster.Status);
      return seen.is === "done" && cluster.DBClusterIdentifier !== name ? { is: "to do" } : seen;
    },
    begin: async () => {
      const { DBClusterIdentifier } = await clusters.get(which);
      asked = true;
      await clients.rds.send(
        new ModifyDBClusterCommand({
          DBClusterIdentifier,
          NewDBClusterIdentifier: name,
          ApplyImmediately: true,
        }),
      );
    },
  };
}

/** While it is renamed, AWS shows it under neither name for a moment. */
function hidden(asked: boolean): Seen {
  return asked ? { is: "under way", note: "AWS does not show it now" } : { is: "to do" };
}

/** Under another name AWS would make log groups for it that nobody has encrypted. */
export function stopLogExport({ clients }: Installation, clusters: Clusters, which: Which): Step {
  return {
    title: `Stop the export of the ${which} database's logs`,
    takes: "1 min",
    look: async () => {
      const cluster = await clusters.get(which);
      const seen = availability(cluster.Status);
      return seen.is === "done" && exports(cluster).length > 0 ? { is: "to do" } : seen;
    },
    begin: async () => {
      const cluster = await clusters.get(which);
      await clients.rds.send(
        new ModifyDBClusterCommand({
          DBClusterIdentifier: cluster.DBClusterIdentifier,
          CloudwatchLogsExportConfiguration: { DisableLogTypes: exports(cluster) },
          ApplyImmediately: true,
        }),
      );
    },
  };
}

/** @param logs that it exported before it was replaced */
export function startLogExport({ clients }: Installation, clusters: Clusters, logs: readonly string[]): Step {
  const missing = (cluster: DBCluster) => logs.filter((log) => !exports(cluster).includes(log));
  return {
    title: "Export the former database's logs again",
    takes: "1 min",
    look: async () => {
      const cluster = await clusters.get("former");
      const seen = availability(cluster.Status);
      return seen.is === "done" && missing(cluster).length > 0 ? { is: "to do" } : seen;
    },
    begin: async () => {
      const cluster = await clusters.get("former");
      await clients.rds.send(
        new ModifyDBClusterCommand({
          DBClusterIdentifier: cluster.DBClusterIdentifier,
          CloudwatchLogsExportConfiguration: { EnableLogTypes: missing(cluster) },
          ApplyImmediately: true,
        }),
      );
    },
  };
}

function exports({ EnabledCloudwatchLogsExports = [] }: DBCluster): string[] {
  return [...EnabledCloudwatchLogsExports];
}
