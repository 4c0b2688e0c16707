import { BackupClient, type DescribeRestoreJobOutput } from "@aws-sdk/client-backup";
import { EFSClient, type FileSystemDescription } from "@aws-sdk/client-efs";
import { type DBCluster, RDSClient } from "@aws-sdk/client-rds";
import { handler } from "../../../lambda/judge-restore/handler";

const KEY = "arn:aws:kms:us-east-1:111122223333:key/data";
const DATABASE = "arn:aws:rds:us-east-1:111122223333:cluster:openemr-test-database";
const RESTORED = "arn:aws:rds:us-east-1:111122223333:cluster:awsbackup-restore-test-1";
const FILES = "arn:aws:elasticfilesystem:us-east-1:111122223333:file-system/fs-2";
/** The event as "Monitoring AWS Backup events using Amazon EventBridge" shows it, read on 2026-11-30. */
const EVENT = {
  source: "aws.backup",
  "detail-type": "Restore Job State Change",
  detail: { restoreJobId: "job-1", status: "COMPLETED", restoreTestingPlanArn: "arn:plan" },
};

const used: DBCluster = {
  Status: "available",
  Engine: "aurora-mysql",
  EngineVersion: "8.0.mysql_aurora.3.10.0",
  KmsKeyId: KEY,
  MasterUsername: "dbadmin",
};
let job: DescribeRestoreJobOutput;
let restored: DBCluster;
let files: FileSystemDescription;
let results: unknown[];

/** The answers of AWS. Members compared with botocore 1.43.11 (backup, rds, elasticfilesystem) on 2026-11-30. */
const ANSWERS: Readonly<Record<string, (input: never) => unknown>> = {
  DescribeRestoreJobCommand: () => job,
  DescribeDBClustersCommand: ({ DBClusterIdentifier: name }: { readonly DBClusterIdentifier: string }) => ({
    DBClusters: [name === RESTORED ? restored : used],
  }),
  DescribeFileSystemsCommand: () => ({ FileSystems: [files] }),
  PutRestoreValidationResultCommand: (input: unknown) => void results.push(input),
};

beforeEach(() => {
  Object.assign(process.env, { DATABASE_ARN: DATABASE, KEY_ARN: KEY });
  job = {
    ResourceType: "Aurora",
    CreatedResourceArn: RESTORED,
    RecoveryPointCreationDate: new Date("2026-11-29T05:00:00Z"),
    CreationDate: new Date("2026-11-29T07:00:00Z"),
    CompletionDate: new Date("2026-11-29T07:20:00Z"),
    BackupSizeInBytes: 5000,
  };
  restored = { ...used, EngineVersion: "8.0.mysql_aurora.3.08.0" };
  files = { LifeCycleState: "available", KmsKeyId: KEY } as FileSystemDescription;
  results = [];
  const send = async (command: { readonly input: never }) =>
    ANSWERS[command.constructor.name]!(command.input);
  for (const client of [BackupClient, EFSClient, RDSClient]) {
    jest.spyOn(client.prototype, "send").mockImplementation(send as never);
  }
  jest.spyOn(console, "log").mockImplementation(() => {});
});
afterEach(() => jest.restoreAllMocks());

const asFiles = () => Object.assign(job, { ResourceType: "EFS", CreatedResourceArn: FILES });

test("a database and files that are right are told to AWS Backup, with their age and how long it took", async () => {
  await handler(EVENT);
  asFiles();
  await handler(EVENT);
  expect(results).toEqual([
    {
      RestoreJobId: "job-1",
      ValidationStatus: "SUCCESSFUL",
      ValidationStatusMessage:
        "A cluster of aurora-mysql 8.0.mysql_aurora.3.08.0, from a backup that was 2 hours old, restored in 20 minutes.",
    },
    {
      RestoreJobId: "job-1",
      ValidationStatus: "SUCCESSFUL",
      ValidationStatusMessage:
        "A file system of 5000 bytes, from a backup that was 2 hours old, restored in 20 minutes.",
    },
  ]);
});

test.each([
  [
    "a backup that is old",
    () => (job.RecoveryPointCreationDate = new Date("2026-11-27T05:00:00Z")),
    "50 hours old",
  ],
  [
    "a backup of which AWS tells no age",
    () => delete job.RecoveryPointCreationDate,
    "AWS Backup does not say how old the backup was.",
  ],
  [
    "a cluster that does not work",
    () => (restored.Status = "incompatible-restore"),
    "It is incompatible-restore",
  ],
  ["another key", () => (restored.KmsKeyId = "arn:aws-managed"), "encrypted with the key arn:aws-managed"],
  ["no encryption", () => delete restored.KmsKeyId, "encrypted with the key undefined"],
  ["another engine", () => (restored.Engine = "aurora-postgresql"), "It has the engine aurora-postgresql"],
  [
    "an older major version",
    () => (restored.EngineVersion = "5.7.mysql_aurora.2.1"),
    "It has the major version 5.7",
  ],
  ["another user", () => (restored.MasterUsername = "root"), "It has the master user root"],
  [
    "files that are not there yet",
    () => (files = { ...files, ...asFiles(), LifeCycleState: "creating" } as never),
    "It is creating",
  ],
  [
    "files with another key",
    () => (files = { ...files, ...asFiles(), KmsKeyId: "aws" } as never),
    "the key aws",
  ],
  ["no files", () => (asFiles().BackupSizeInBytes = 0), "It is empty."],
  ["something else", () => (job.ResourceType = "S3"), "It is of the type S3"],
])(
  "%s is a test that failed, and an error of the function, at which the alarm rings",
  async (_, change, reason) => {
    change();
    await expect(handler(EVENT)).rejects.toThrow(reason);
    expect(results).toMatchObject([
      { ValidationStatus: "FAILED", ValidationStatusMessage: expect.stringContaining(reason) },
    ]);
  },
);

test("nothing is told where AWS does not answer, or the event is another one", async () => {
  jest.spyOn(RDSClient.prototype, "send").mockImplementation(async () => {
    throw Object.assign(new Error("not found"), { name: "DBClusterNotFoundFault" });
  });
  await expect(handler(EVENT)).rejects.toThrow(
    `Could not read the cluster ${RESTORED}: DBClusterNotFoundFault`,
  );
  await expect(handler({ "detail-type": "Scheduled Event" })).rejects.toThrow(
    'but its type is "Scheduled Event" and its job undefined.',
  );
  expect(results).toEqual([]);
});
