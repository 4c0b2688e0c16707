import { paginateDescribeLogGroups } from "@aws-sdk/client-cloudwatch-logs";
import { recoveryPointsIn } from "./recovery-points";
import type { Removable } from "./removable";

/** Prices of a month in USD. */
export interface Prices {
  readonly key: number;
  readonly databaseGb: number;
  readonly filesGb: number;
}

/** Lines that tell what of a removed installation is left, what it costs, and how it goes. */
export async function describeRest(removed: Removable, prices: Prices): Promise<string[]> {
  return [...(await describeBackups(removed, prices)), ...(await describeLogGroups(removed))];
}

async function describeBackups(
  { clients, vaultName, environment }: Removable,
  { key, databaseGb, filesGb }: Prices,
): Promise<string[]> {
  const points = await recoveryPointsIn(clients.backup, vaultName);
  if (!points) return [`The vault ${vaultName} does not exist, or you may not read it.`];
  const count = (type: string) => points.filter(({ ResourceType }) => ResourceType === type).length;
  const ends = points.map(({ CalculatedLifecycle }) => CalculatedLifecycle?.DeleteAt?.toISOString() ?? "");
  const until = ends.sort().at(-1) || "their end";
  return [
    `What stays: ${count("Aurora")} recovery points of the database and ${count("EFS")} of the files in the vault ${vaultName}, the last one until ${until.slice(0, 10)}; their keys; a last snapshot of the database.`,
    `It costs in a month USD ${(2 * key).toFixed(2)} for two keys, USD ${databaseGb} a GB for the database's and USD ${filesGb} a GB for the files', as they are stored.`,
    `A later installation of the same name takes them over: npm run deploy -- ${environment}. docs/deployments.md says how to read them without one, and how to delete them for good.`,
  ];
}

/** AWS makes these by itself, and nothing deletes them. Each name is this installation's only. */
async function describeLogGroups({ clients, prefix, region }: Removable): Promise<string[]> {
  const lines: string[] = [];
  for (const logGroupNamePrefix of [
    `/${prefix}/`,
    `/aws/ecs/containerinsights/${prefix}-cluster/`,
    `/aws/rds/cluster/${prefix}-database/`,
  ]) {
    for await (const page of paginateDescribeLogGroups({ client: clients.logs }, { logGroupNamePrefix })) {
      for (const { logGroupName } of page.logGroups ?? []) {
        lines.push(
          `AWS made the log group ${logGroupName} by itself, and nothing deletes it: aws logs delete-log-group --region ${region} --log-group-name ${logGroupName}`,
        );
      }
    }
  }
  return lines;
}
