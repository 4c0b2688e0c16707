import { DescribeAddressesCommand } from "@aws-sdk/client-ec2";
import { paginateDescribeDBClusterSnapshots, paginateDescribeDBClusters } from "@aws-sdk/client-rds";
import { readProcedures } from "../status/run";
import type { ReadSign, SignClients, Signed } from "./sign";

/** Things of the installation that nothing uses and that AWS bills: databases beside the one in use, snapshots, addresses. */
export const readLeftovers: ReadSign = async (clients, signed) => {
  const name = "Left over";
  const found = (
    await Promise.all([databases(clients, signed), snapshots(clients, signed), addresses(clients, signed)])
  ).flat();
  if (found.length === 0) return { name, state: "well", text: "nothing that costs money" };
  return {
    name,
    state: "not well",
    text: found.map(({ text }) => text).join("; "),
    next: [...new Set(found.map(({ next }) => next))].join("; "),
  };
};

interface Leftover {
  readonly text: string;
  readonly next: string;
}

/** A restore makes them, and its `--finish` removes the one that is not in use, as long as its record is there. */
async function databases(
  { rds: client, ssm }: SignClients,
  { databaseArn, environment, procedureParameter }: Signed,
): Promise<Leftover[]> {
  const base = idOf(databaseArn).replace(/-database$/, "");
  const Values = [`${base}-restored`, `${base}-replaced`];
  const ids: string[] = [];
  for await (const page of paginateDescribeDBClusters(
    { client },
    { Filters: [{ Name: "db-cluster-id", Values }] },
  )) {
    ids.push(...(page.DBClusters ?? []).map(({ DBClusterIdentifier }) => DBClusterIdentifier!));
  }
  const found = ids.filter((id) => Values.includes(id));
  if (found.length === 0) return [];
  const { records } = await readProcedures(ssm, procedureParameter);
  return found.map((id) => ({
    text: `the database ${id}`,
    next: records.has("restore")
      ? `npm run restore -- ${environment} --finish`
      : `no restore is noted that would remove ${id}; where nobody needs it, delete its instances, then: ` +
        `aws rds delete-db-cluster --db-cluster-identifier ${id} --final-db-snapshot-identifier ${id}-last`,
  }));
}

/** AWS Backup's are of another type, and those that Aurora makes daily cost nothing within their days. */
async function snapshots({ rds: client }: SignClients, { databaseArn }: Signed): Promise<Leftover[]> {
  const query = { DBClusterIdentifier: idOf(databaseArn), SnapshotType: "manual" };
  const ids: string[] = [];
  for await (const page of paginateDescribeDBClusterSnapshots({ client }, query)) {
    ids.push(...(page.DBClusterSnapshots ?? []).map((snapshot) => snapshot.DBClusterSnapshotIdentifier!));
  }
  return ids.map((id) => ({
    text: `the snapshot ${id}`,
    next: `where nobody needs it: aws rds delete-db-cluster-snapshot --db-cluster-snapshot-identifier ${id}`,
  }));
}

/** Names that begin with this installation's may be those of another environment. */
async function addresses({ ec2 }: SignClients, { prefix, environment }: Signed): Promise<Leftover[]> {
  const Filters = [
    { Name: "tag:Name", Values: [`${prefix}-*`] },
    { Name: "tag:Environment", Values: [environment] },
  ];
  const { Addresses = [] } = await ec2.send(new DescribeAddressesCommand({ Filters }));
  return Addresses.filter(({ AssociationId }) => !AssociationId).map(({ AllocationId, PublicIp }) => ({
    text: `the address ${PublicIp}, which nothing has`,
    next: `where no deployment is under way: aws ec2 release-address --allocation-id ${AllocationId}`,
  }));
}

function idOf(databaseArn: string): string {
  return databaseArn.split(":").at(-1)!;
}
