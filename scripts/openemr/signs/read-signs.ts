import { BackupClient } from "@aws-sdk/client-backup";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { EC2Client } from "@aws-sdk/client-ec2";
import { ElastiCacheClient } from "@aws-sdk/client-elasticache";
import { RDSClient } from "@aws-sdk/client-rds";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import { SESv2Client } from "@aws-sdk/client-sesv2";
import { SNSClient } from "@aws-sdk/client-sns";
import { SSMClient } from "@aws-sdk/client-ssm";
import { clientSettings } from "../../system/client-settings";
import type { StackOutputs } from "../../terraform/stack-outputs";
import { namesPrefix } from "../status/installation";
import { addressSign } from "./address";
import { readAlarms } from "./alarms";
import { readBackups } from "./backups";
import { readCopiesElsewhere } from "./copies";
import { readDatabaseLoad, readMaintenance } from "./database";
import { readEngines } from "./engines";
import { readExports } from "./exports";
import { readLeftovers } from "./leftovers";
import { readMail } from "./mail";
import { readProcedure } from "./procedure";
import { readQuotas } from "./quotas";
import { readRestoreTest } from "./restore-test";
import { readSecrets } from "./secrets";
import type { ReadSign, Sign, SignClients, Signed } from "./sign";
import { readTold } from "./told";
import { readVersion } from "./version";

/** In the order in which one looks; the name is for those that cannot be read. */
const SIGNS: ReadonlyArray<readonly [name: string, read: ReadSign]> = [
  ["Address", addressSign()],
  ["Alarms", readAlarms],
  ["Told of alarms", readTold],
  ["Procedures", readProcedure],
  ["Newest backup", readBackups],
  ["Newest copy", readCopiesElsewhere],
  ["Restore test", readRestoreTest],
  ["Database", readDatabaseLoad],
  ["Maintenance", readMaintenance],
  ["OpenEMR", readVersion],
  ["Engines", readEngines],
  ["Passwords", readSecrets],
  ["Mail", readMail],
  ["Exports", readExports],
  ["Quotas", readQuotas],
  ["Left over", readLeftovers],
];

export function makeSignClients(region: string): SignClients {
  const settings = clientSettings(region);
  return {
    backup: new BackupClient(settings),
    cloudwatch: new CloudWatchClient(settings),
    ec2: new EC2Client(settings),
    elasticache: new ElastiCacheClient(settings),
    quotas: new ServiceQuotasClient(settings),
    rds: new RDSClient(settings),
    secrets: new SecretsManagerClient(settings),
    ses: new SESv2Client(settings),
    sns: new SNSClient(settings),
    ssm: new SSMClient(settings),
  };
}

/** The parts of a deployed stack that signs are read from. */
export function signedParts(outputs: StackOutputs): Omit<Signed, "version"> {
  const prefix = namesPrefix(outputs);
  return {
    environment: outputs.environment,
    url: outputs.text("url"),
    prefix,
    databaseArn: outputs.text("database_cluster_arn"),
    fileSystemArn: outputs.text("file_system_arn"),
    alarmTopicArn: alarmTopicArn(outputs.text("database_cluster_arn"), prefix),
    // An output that is null is in no state.
    ...(outputs.values.backup_copy_vault_arn ? { copyVaultArn: outputs.text("backup_copy_vault_arn") } : {}),
    secrets: {
      database: outputs.text("database_user_secret_arn"),
      administrator: outputs.text("administrator_secret_arn"),
    },
    procedureParameter: outputs.text("procedure_parameter"),
    cacheName: `${prefix}-cache`,
    ...exportsOf(outputs.values.analytics_environment),
    sendsMail: (outputs.value("mail_fault_metrics") as unknown[]).length > 0,
  };
}

/** @param environment the output `analytics_environment`, which is in no state while it is null */
function exportsOf(environment: unknown): Pick<Signed, "exports"> {
  if (!environment) return {};
  const { database_export_schedule: database, file_export_schedule: files } = environment as Readonly<
    Record<string, string | null | undefined>
  >;
  return { exports: { database, files } };
}

/** @param neighbor the ARN of something else in the installation's account and region */
function alarmTopicArn(neighbor: string, prefix: string): string {
  const [arn, partition, , region, account] = neighbor.split(":");
  return [arn, partition, "sns", region, account, `${prefix}-alarms`].join(":");
}

/** Reads all signs at once. One that cannot be read is unknown, and says why: it must not hide the others. */
export async function readSigns(clients: SignClients, signed: Signed, at: Date): Promise<Sign[]> {
  const signs = await Promise.all(
    SIGNS.map(([name, read]) => readOne(name, () => read(clients, signed, at))),
  );
  return signs.filter((sign) => sign !== undefined);
}

async function readOne(name: string, read: () => Promise<Sign | undefined>): Promise<Sign | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { name, state: "unknown", text: `cannot be read (${error.name}: ${error.message})` };
  }
}
