import type { PolicyStatement } from "./policy-document";

/** Actions that read what database, file system and logs hold, open a shell, or copy data to another place. */
export const DATA_ACTIONS: readonly string[] = [
  "acm:ExportCertificate",
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
  // Database Insights keeps statements with what is in them ("SQL statistics" in the user guide of Aurora).
  "pi:DescribeDimensionKeys",
  "pi:GetDimensionKeyDetails",
  "pi:GetPerformanceAnalysisReport",
  "pi:GetResourceMetrics",
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

/** Actions that read objects of S3. */
export const OBJECT_READS: readonly string[] = [
  "s3:GetObject",
  "s3:GetObjectAttributes",
  "s3:GetObjectTorrent",
  "s3:GetObjectVersion",
  "s3:GetObjectVersionAttributes",
  "s3:GetObjectVersionTorrent",
];

/**
 * Denies reading objects, whatever else is attached to the role.
 *
 * @param exceptions ARNs of the objects that may be read
 */
export function denyObjects(exceptions: readonly string[]): PolicyStatement {
  return { sid: "NoObjects", effect: "Deny", actions: OBJECT_READS, notResources: exceptions };
}
