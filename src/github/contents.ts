import type { PolicyStatement } from "../aws/policy-document";

/** Ways to what the database, the file system and the logs hold, to shells, and to copies of them elsewhere. */
export const CONTENTS_OF_DATA: readonly string[] = [
  "backup:StartCopyJob",
  "backup:StartRestoreJob",
  "ecs:ExecuteCommand",
  "ecs:RunTask",
  "ecs:StartTask",
  "elasticfilesystem:ClientMount",
  "elasticfilesystem:ClientRootAccess",
  "elasticfilesystem:ClientWrite",
  "elasticfilesystem:CreateReplicationConfiguration",
  "emr-serverless:GetDashboardForJobRun",
  "emr-serverless:StartJobRun",
  "logs:CreateExportTask",
  "logs:FilterLogEvents",
  "logs:GetLogEvents",
  "logs:GetLogObject",
  "logs:GetLogRecord",
  "logs:GetQueryResults",
  "logs:StartLiveTail",
  "logs:StartQuery",
  "logs:Unmask",
  "rds-data:BatchExecuteStatement",
  "rds-data:ExecuteSql",
  "rds-data:ExecuteStatement",
  "rds:CopyDBClusterSnapshot",
  "rds:DownloadCompleteDBLogFile",
  "rds:DownloadDBLogFilePortion",
  "rds:ModifyDBClusterSnapshotAttribute",
  "rds:RestoreDBClusterFromSnapshot",
  "rds:RestoreDBClusterToPointInTime",
  "rds:StartExportTask",
  "sagemaker:CreatePresignedDomainUrl",
  "sqs:ReceiveMessage",
  "ssm:SendCommand",
  "ssm:StartSession",
];

/** Ways to what objects of S3 hold. */
const OBJECT_READS: readonly string[] = [
  "s3:GetObject",
  "s3:GetObjectAttributes",
  "s3:GetObjectTorrent",
  "s3:GetObjectVersion",
  "s3:GetObjectVersionAttributes",
  "s3:GetObjectVersionTorrent",
];

/**
 * Refuses what objects hold, whatever else is attached to the role.
 *
 * @param objects ARNs of the objects that may be read all the same
 */
export function denyObjects(objects: readonly string[]): PolicyStatement {
  return { sid: "NoObjects", effect: "Deny", actions: OBJECT_READS, notResources: objects };
}
