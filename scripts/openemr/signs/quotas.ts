import { DescribeAddressesCommand, paginateDescribeVpcs } from "@aws-sdk/client-ec2";
import { DescribeAccountAttributesCommand } from "@aws-sdk/client-rds";
import { ADDRESSES, type Quota, raise, readLimit, VPCS } from "../../aws/service-quotas";
import type { ReadSign, SignClients } from "./sign";

/** Percent of a quota from which on its use is not well, as the alarms of the other quotas have it. */
const MOST = 80;

/** Quotas of Aurora by their names in RDS. A restore makes a cluster more, with its instances. */
const OF_RDS: Readonly<Record<string, Quota>> = {
  DBClusters: { service: "rds", code: "L-952B80B8", what: "database clusters" },
  DBInstances: { service: "rds", code: "L-7B6409FD", what: "database instances" },
  ManualClusterSnapshots: { service: "rds", code: "L-9B510759", what: "snapshots of clusters" },
};

interface Use {
  readonly quota: Quota;
  readonly used: number;
  readonly limit: number | undefined;
}

/** Quotas that CloudWatch does not compare with their use, so that no alarm can: docs/monitoring.md lists the others. */
export const readQuotas: ReadSign = async (clients, { databaseArn }) => {
  const name = "Quotas";
  const uses = (
    await Promise.all([ofNetwork(clients, databaseArn.split(":")[4]), ofDatabases(clients)])
  ).flat();
  const text = uses.map(({ quota, used, limit }) => `${used} of ${limit ?? "?"} ${quota.what}`).join(", ");
  const full = uses.flatMap(({ quota, used, limit }) =>
    limit !== undefined && used * 100 > MOST * limit ? [raise(quota, 2 * limit)] : [],
  );
  if (full.length > 0) return { name, state: "not well", text, next: full.join("; ") };
  return { name, state: uses.some(({ limit }) => limit === undefined) ? "unknown" : "well", text };
};

async function ofNetwork({ ec2, quotas }: SignClients, account: string | undefined): Promise<Use[]> {
  const [addresses, vpcs, addressLimit, vpcLimit] = await Promise.all([
    ec2.send(new DescribeAddressesCommand({})),
    countVpcs(ec2, account),
    readLimit(quotas, ADDRESSES),
    readLimit(quotas, VPCS),
  ]);
  return [
    { quota: VPCS, used: vpcs, limit: vpcLimit },
    { quota: ADDRESSES, used: addresses.Addresses?.length ?? 0, limit: addressLimit },
  ];
}

/** Without those that another account shares, against whose quota they count. */
async function countVpcs(client: SignClients["ec2"], account: string | undefined): Promise<number> {
  let count = 0;
  for await (const { Vpcs = [] } of paginateDescribeVpcs({ client }, {})) {
    count += Vpcs.filter(({ OwnerId }) => OwnerId === account).length;
  }
  return count;
}

/** RDS tells use and quota together. */
async function ofDatabases({ rds }: SignClients): Promise<Use[]> {
  const { AccountQuotas = [] } = await rds.send(new DescribeAccountAttributesCommand({}));
  return Object.entries(OF_RDS).map(([name, quota]) => {
    const found = AccountQuotas.find(({ AccountQuotaName }) => AccountQuotaName === name);
    return { quota, used: found?.Used ?? 0, limit: found?.Max };
  });
}
