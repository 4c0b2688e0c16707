import type { BackupClient } from "@aws-sdk/client-backup";
import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { EC2Client } from "@aws-sdk/client-ec2";
import type { ElastiCacheClient } from "@aws-sdk/client-elasticache";
import type { RDSClient } from "@aws-sdk/client-rds";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import type { SESv2Client } from "@aws-sdk/client-sesv2";
import type { SNSClient } from "@aws-sdk/client-sns";
import type { SSMClient } from "@aws-sdk/client-ssm";

/** One thing that tells how an installation is. */
export interface Sign {
  readonly name: string;
  /** `unknown` where it could not be read. */
  readonly state: "well" | "not well" | "unknown";
  /** One sentence without its full stop. */
  readonly text: string;
  /** The command or variable to go on with, where it is not well. */
  readonly next?: string;
}

/** Schedules of EventBridge Scheduler; null where exports are made on request only, undefined where it is not known. */
export interface ExportSchedules {
  readonly database?: string | null;
  readonly files?: string | null;
}

/** The parts of an installation that signs are read from. */
export interface Signed {
  readonly environment: string;
  readonly url: string;
  /** The beginning of the names of its parts, e.g. `openemr-production`. */
  readonly prefix: string;
  readonly databaseArn: string;
  readonly fileSystemArn: string;
  /** The topic that alarms are told to, which is there while monitoring is on. */
  readonly alarmTopicArn: string;
  /** Vault elsewhere that backups are copied to. @default - no copies are made */
  readonly copyVaultArn?: string;
  /** ARNs of secrets, by the name that `npm run rotate` has for them. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly procedureParameter: string;
  readonly cacheName: string;
  readonly sendsMail: boolean;
  /** Database and files are exported for analytics. @default - they are not */
  readonly exports?: ExportSchedules;
  /** `openemr_version`, where a task tells it. */
  readonly version?: string;
}

export interface SignClients {
  readonly backup: BackupClient;
  readonly cloudwatch: CloudWatchClient;
  readonly ec2: EC2Client;
  readonly elasticache: ElastiCacheClient;
  readonly quotas: ServiceQuotasClient;
  readonly rds: RDSClient;
  readonly secrets: SecretsManagerClient;
  readonly ses: SESv2Client;
  readonly sns: SNSClient;
  readonly ssm: SSMClient;
}

/** @returns undefined where the installation has nothing of the kind */
export type ReadSign = (clients: SignClients, signed: Signed, at: Date) => Promise<Sign | undefined>;

export const DAY = 86_400_000;

/** How a setting is changed, for a line that is not well. */
export function setting(what: string, environment: string): string {
  return `${what} in environments/${environment}.tfvars, and npm run deploy -- ${environment}`;
}

/** Whole days between two moments. */
export function days(from: Date, to: Date): number {
  return Math.floor((to.getTime() - from.getTime()) / DAY);
}
