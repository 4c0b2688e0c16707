import type { RecoveryPointByBackupVault } from "@aws-sdk/client-backup";
import { paginateDescribeLogGroups } from "@aws-sdk/client-cloudwatch-logs";
import { recoveryPointsIn } from "./recovery-points";
import type { Removable } from "./removable";

/** Prices of a month in USD. */
export interface Prices {
  readonly key: number;
  readonly databaseGb: number;
  readonly filesGb: number;
  /** Prices in the region of the copies. @default - there are no copies */
  readonly copies?: Omit<Prices, "copies">;
}

/** Lines that tell what of a removed installation is left, what it costs, and how it goes. */
export async function describeRest(removed: Removable, prices: Prices): Promise<string[]> {
  return [...(await describeBackups(removed, prices)), ...(await describeLogGroups(removed))];
}

async function describeBackups(removed: Removable, prices: Prices): Promise<string[]> {
  const { clients, vaultName, environment, region } = removed;
  const points = await recoveryPointsIn(clients.backup, vaultName);
  const lines = points
    ? [
        `What stays: ${describePoints(points)} in the vault ${vaultName}${untilOf(points)}; their keys; a last snapshot of the database.`,
        `It costs in a month ${costOf(prices, 2)}.`,
        `A later installation of the same name takes them over: npm run deploy -- ${environment}. docs/deployments.md says how to read them without one, and how to delete them for good.`,
      ]
    : [`The vault ${vaultName} in ${region} does not exist, or you may not read it.`];
  return [...lines, ...(await describeCopies(removed, prices))];
}

async function describeCopies(
  { copies, accountCopies }: Removable,
  { copies: prices }: Prices,
): Promise<string[]> {
  const lines: string[] = [];
  if (copies && prices) {
    const { backup, vaultName, region } = copies;
    const points = await recoveryPointsIn(backup, vaultName);
    lines.push(
      points
        ? `In ${region} stay ${describePoints(points)}, which are copies, in the vault ${vaultName}${untilOf(points)}, and its key. They cost in a month ${costOf(prices, 1)}.`
        : `The vault ${vaultName} of the copies in ${region} does not exist, or you may not read it. While it is there, it costs in a month ${costOf(prices, 1)}.`,
    );
  }
  if (accountCopies) lines.push(`The copies in ${accountCopies} stay as well, and cost that account.`);
  return lines;
}

function describePoints(points: readonly RecoveryPointByBackupVault[]): string {
  const count = (type: string) => points.filter(({ ResourceType }) => ResourceType === type).length;
  return `${count("Aurora")} recovery points of the database and ${count("EFS")} of the files`;
}

function untilOf(points: readonly RecoveryPointByBackupVault[]): string {
  const ends = points.map(({ CalculatedLifecycle }) => CalculatedLifecycle?.DeleteAt?.toISOString() ?? "");
  const last = ends.sort().at(-1);
  return last ? `, the last one until ${last.slice(0, 10)}` : "";
}

function costOf({ key, databaseGb, filesGb }: Prices, keys: 1 | 2): string {
  return `USD ${(keys * key).toFixed(2)} for ${keys === 1 ? "the key" : "two keys"}, USD ${databaseGb} a GB for the database's and USD ${filesGb} a GB for the files', as they are stored`;
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
