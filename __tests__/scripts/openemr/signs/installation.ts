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
import { readSigns } from "../../../../scripts/openemr/signs/read-signs";
import type { ExportSchedules, Sign } from "../../../../scripts/openemr/signs/sign";
import { OPENEMR_VERSIONS } from "../../../../src/images/openemr-versions";
import { type Answers, answering } from "./answering";

export const AT = new Date("2026-11-30T08:00:00Z");
export const ago = (days: number) => new Date(AT.getTime() - days * 86_400_000);
/** An installation that has everything that signs are read from. */
export const SIGNED = {
  environment: "trial",
  // Nothing listens there.
  url: "http://127.0.0.1:9",
  prefix: "openemr-trial",
  databaseArn: "arn:aws:rds:eu-west-1:123456789012:cluster:openemr-trial-database",
  fileSystemArn: "arn:aws:elasticfilesystem:eu-west-1:123456789012:file-system/fs-1",
  alarmTopicArn: "arn:aws:sns:eu-west-1:123456789012:openemr-trial-alarms",
  copyVaultArn: "arn:aws:backup:us-west-2:123456789012:backup-vault:openemr-trial-copies",
  secrets: { database: "arn:database", administrator: "arn:administrator" },
  procedureParameter: "/openemr-trial/procedure",
  cacheName: "openemr-trial-cache",
  sendsMail: true,
  exports: { database: "cron(0 4 ? * SUN *)", files: "rate(7 days)" } as ExportSchedules | undefined,
  version: OPENEMR_VERSIONS.default,
};

/** An alarm that tells people by itself. */
export const telling = (AlarmName: string, more: object = {}) => ({
  AlarmName,
  AlarmActions: [SIGNED.alarmTopicArn],
  StateValue: "OK",
  ...more,
});

/** A subscription to the topic of alarms, which somebody has confirmed. */
export const subscription = (Endpoint: string, more: object = {}) => ({
  Endpoint,
  Protocol: "email",
  SubscriptionArn: `${SIGNED.alarmTopicArn}:01234567-89ab-cdef-0123-456789abcdef`,
  ...more,
});

/** Answers of AWS where all is well. */
export const WELL: Answers = {
  DescribeAlarms: () => ({ MetricAlarms: [telling("openemr-trial-cpu")] }),
  DescribeAccountAttributes: () => ({
    AccountQuotas: [
      { AccountQuotaName: "DBClusters", Used: 3, Max: 40 },
      { AccountQuotaName: "DBInstances", Used: 4, Max: 40 },
      { AccountQuotaName: "ManualClusterSnapshots", Used: 60, Max: 100 },
      { AccountQuotaName: "ManualSnapshots", Used: 100, Max: 100 },
    ],
  }),
  DescribeVpcs: () => ({ Vpcs: [{ OwnerId: "123456789012" }, { OwnerId: "123456789012" }] }),
  GetServiceQuota: () => {
    throw Object.assign(new Error("none of its own"), { name: "NoSuchResourceException" });
  },
  GetAWSDefaultServiceQuota: () => ({ Quota: { Value: 5 } }),
  DescribeAddresses: () => ({ Addresses: [{ PublicIp: "192.0.2.1", AssociationId: "eipassoc-1" }] }),
  DescribeDBClusters: ({ Filters }: { Filters?: object }) => ({
    DBClusters: Filters
      ? []
      : [
          {
            Engine: "aurora-mysql",
            EngineVersion: "8.0.mysql_aurora.3.10.1",
            DBClusterMembers: [1, 2].map((n) => ({ DBInstanceIdentifier: `openemr-trial-database-${n}` })),
            ServerlessV2ScalingConfiguration: { MaxCapacity: 16 },
          },
        ],
  }),
  DescribeDBClusterSnapshots: () => ({}),
  DescribeDBMajorEngineVersions: ({ MajorEngineVersion }: { MajorEngineVersion: string }) => ({
    DBMajorEngineVersions: [
      {
        MajorEngineVersion,
        SupportedEngineLifecycles: [
          { LifecycleSupportName: "open-source-rds-extended-support", LifecycleSupportEndDate: ago(-1500) },
          { LifecycleSupportName: "open-source-rds-standard-support", LifecycleSupportEndDate: ago(-517) },
        ],
      },
    ],
  }),
  DescribeExportTasks: () => ({
    ExportTasks: [
      { Status: "COMPLETE", TaskStartTime: ago(8) },
      { Status: "COMPLETE", TaskStartTime: ago(1) },
      { Status: "FAILED", TaskStartTime: ago(15) },
    ],
  }),
  DescribePendingMaintenanceActions: () => ({}),
  DescribeServerlessCaches: () => ({ ServerlessCaches: [{ Engine: "valkey", FullEngineVersion: "8.1" }] }),
  DescribeSecret: () => ({ LastChangedDate: ago(20) }),
  GetAccount: () => ({
    SendingEnabled: true,
    ProductionAccessEnabled: true,
    EnforcementStatus: "HEALTHY",
    SendQuota: { SentLast24Hours: 12, Max24HourSend: 50_000 },
  }),
  GetMetricData: ({ MetricDataQueries }: { MetricDataQueries: Array<{ Id: string }> }) => ({
    MetricDataResults: [
      { Id: "capacity", Values: [2.5, 16] },
      { Id: "connections", Values: [41] },
      { Id: "bounces", Values: [0.012] },
      { Id: "complaints", Values: [0] },
      { Id: "copies", Values: [0, 1], Timestamps: [AT, ago(2)] },
    ].filter(({ Id }) => MetricDataQueries.some((query) => query.Id === Id)),
  }),
  GetParameters: () => ({ Parameters: [] }),
  ListCopyJobs: () => ({ CopyJobs: [{ CreationDate: ago(0.5) }] }),
  ListRestoreJobs: () => ({
    RestoreJobs: [
      {
        Status: "COMPLETED",
        SourceResourceArn: SIGNED.fileSystemArn,
        CreationDate: ago(12),
        CompletionDate: ago(11),
      },
      { Status: "FAILED", SourceResourceArn: "arn:another", CreationDate: ago(1) },
      { Status: "RUNNING", SourceResourceArn: SIGNED.fileSystemArn, CreationDate: ago(0) },
    ],
  }),
  ListSubscriptionsByTopic: () => ({
    Subscriptions: [
      subscription("ana@example.org"),
      subscription("https://global.sns-api.chatbot.amazonaws.com", { Protocol: "https" }),
    ],
  }),
  ListSuppressedDestinations: () => ({ SuppressedDestinationSummaries: [{ EmailAddress: "a@example.org" }] }),
  ListRecoveryPointsByResource: () => ({ RecoveryPoints: [{ Status: "COMPLETED", CreationDate: ago(0.5) }] }),
};

/** The signs, where AWS answers some calls in another way than {@link WELL}. */
export function read(changed: Answers = {}, signed: Partial<typeof SIGNED> = {}): Promise<Sign[]> {
  const answers = { ...WELL, ...changed };
  const region = "eu-west-1";
  const clients = {
    backup: answering(new BackupClient({ region }), answers),
    cloudwatch: answering(new CloudWatchClient({ region }), answers),
    ec2: answering(new EC2Client({ region }), answers),
    elasticache: answering(new ElastiCacheClient({ region }), answers),
    quotas: answering(new ServiceQuotasClient({ region }), answers),
    rds: answering(new RDSClient({ region }), answers),
    secrets: answering(new SecretsManagerClient({ region }), answers),
    ses: answering(new SESv2Client({ region }), answers),
    sns: answering(new SNSClient({ region }), answers),
    ssm: answering(new SSMClient({ region }), answers),
  };
  return readSigns(clients, { ...SIGNED, ...signed }, AT);
}
