import { paginateListRecoveryPointsByBackupVault } from "@aws-sdk/client-backup";
import { paginateDescribeLogGroups } from "@aws-sdk/client-cloudwatch-logs";
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
  const counts = { Aurora: 0, EFS: 0 };
  let until = new Date(0);
  try {
    const query = { BackupVaultName: vaultName };
    for await (const page of paginateListRecoveryPointsByBackupVault({ client: clients.backup }, query)) {
      for (const { ResourceType, CalculatedLifecycle } of page.RecoveryPoints ?? []) {
        if (ResourceType === "Aurora" || ResourceType === "EFS") counts[ResourceType]++;
        const { DeleteAt } = CalculatedLifecycle ?? {};
        if (DeleteAt && DeleteAt > until) until = DeleteAt;
      }
    }
  } catch (error) {
    // Somebody who may delete it for good did.
    if (error instanceof Error && ["AccessDeniedException", "ResourceNotFoundException"].includes(error.name))
      return [`The vault ${vaultName} does not exist, or you may not read it.`];
    throw error;
  }
  return [
    `What stays: ${counts.Aurora} recovery points of the database and ${counts.EFS} of the files in the vault ${vaultName}, the last one until ${until.toISOString().slice(0, 10)}; their keys; a last snapshot of the database.`,
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
