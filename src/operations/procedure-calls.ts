/** A command takes and ends the lock of procedures. */
const LOCK = ["ssm:DeleteParameter", "ssm:GetParameter", "ssm:PutParameter"];

/** OpenEMR is stopped. */
const STOP = [
  "application-autoscaling:DescribeScalableTargets",
  "application-autoscaling:RegisterScalableTarget",
  "ecs:DescribeServices",
  "ecs:ListTasks",
  "ecs:UpdateService",
  "elasticloadbalancing:DescribeRules",
  "elasticloadbalancing:ModifyRule",
];

/** A script runs in a task of its own. */
const TASK = [
  "ecs:DescribeServices",
  "ecs:DescribeTasks",
  "ecs:ListTasks",
  "ecs:RunTask",
  "logs:GetLogEvents",
];

/** Database and files are backed up. */
const BACKUP = [
  "backup:DescribeBackupJob",
  "backup:DescribeBackupVault",
  "backup:DescribeRegionSettings",
  "backup:ListBackupJobs",
  "backup:StartBackupJob",
];

/** Another database and other files are looked into, and take the place of those in use. */
const EXCHANGE = [
  ...STOP,
  ...TASK,
  "backup:ListRecoveryPointsByBackupVault",
  "ecs:DescribeTaskDefinition",
  "rds:CreateDBInstance",
  "rds:DescribeDBClusters",
  "rds:DescribeDBInstances",
  "rds:ModifyDBCluster",
  "rds:ModifyDBInstance",
  "secretsmanager:GetSecretValue",
];

/**
 * The actions of AWS that each procedure asks for. A test carries every procedure out and compares, so the rights of an
 * operator can be derived from this list and from {@link FINAL_CALLS}.
 */
export const PROCEDURE_CALLS: Readonly<Record<string, readonly string[]>> = {
  backup: calls(BACKUP),
  import: calls(EXCHANGE, [
    "rds:CreateDBCluster",
    "rds:DeleteDBCluster",
    "rds:DeleteDBInstance",
    "s3:CompleteMultipartUpload",
    "s3:CreateMultipartUpload",
    "s3:DeleteObject",
    "s3:HeadObject",
    "s3:ListMultipartUploads",
    "s3:ListParts",
    "s3:PutObject",
    "s3:UploadPart",
  ]),
  recover: calls(EXCHANGE, [
    "backup:ListBackupVaults",
    "backup:ListRestoreJobs",
    "backup:StartRestoreJob",
    "rds:DescribeDBClusterSnapshots",
    "rds:RestoreDBClusterFromSnapshot",
  ]),
  // Terraform deletes the rest, by the rights of whoever deploys.
  remove: calls(STOP, BACKUP, [
    "backup:DeleteRecoveryPoint",
    "backup:ListRecoveryPointsByBackupVault",
    "logs:DescribeLogGroups",
    "rds:DescribeDBClusters",
  ]),
  restore: calls(EXCHANGE, [
    "backup:ListRestoreJobs",
    "backup:StartRestoreJob",
    "rds:DeleteDBCluster",
    "rds:DeleteDBInstance",
    "rds:DescribeDBClusterSnapshots",
    "rds:RestoreDBClusterFromSnapshot",
    "rds:RestoreDBClusterToPointInTime",
  ]),
  "rotate administrator": calls(TASK),
  "rotate database": calls([
    "logs:FilterLogEvents",
    "secretsmanager:DescribeSecret",
    "secretsmanager:ListSecretVersionIds",
    "secretsmanager:RotateSecret",
    "secretsmanager:UpdateSecretVersionStage",
  ]),
  "rotate mail": calls(["ecs:DescribeServices", "lambda:Invoke"]),
  run: calls(TASK),
  start: calls(STOP, ["ecs:DescribeTasks"]),
  stop: calls(STOP),
  upgrade: calls(EXCHANGE, BACKUP, [
    "backup:ListRecoveryPointsByResource",
    "backup:ListRestoreJobs",
    "backup:StartRestoreJob",
    "ecs:ListServiceDeployments",
    "ecs:StopTask",
    "logs:FilterLogEvents",
    "rds:RestoreDBClusterFromSnapshot",
  ]),
};

/** All calls of a procedure, each once. */
function calls(...groups: ReadonlyArray<readonly string[]>): string[] {
  return [...new Set([...LOCK, ...groups.flat()])].sort();
}

/**
 * Calls that are not an operator's: whoever has them can lose for good what a restore would bring back. `remove` makes
 * them only where there is no patient data, by the rights of the administrator who destroys the installation.
 */
export const FINAL_CALLS: readonly string[] = ["backup:DeleteRecoveryPoint"];

/** Actions that AWS asks for beside what is called: for tags, for roles that are handed over, for what is encrypted. */
export const CALLS_BESIDES: readonly string[] = [
  "backup:ListTags",
  "backup:TagResource",
  "iam:PassRole",
  "kms:CreateGrant",
  "kms:Decrypt",
  "kms:DescribeKey",
  // The backup that an import carries is encrypted.
  "kms:GenerateDataKey",
  "rds:AddTagsToResource",
  // For the last snapshot that a deletion makes.
  "rds:CreateDBClusterSnapshot",
  // A restored database gets them where the former one has functions of SQL that call Bedrock, or the Data API.
  "rds:AddRoleToDBCluster",
  "rds:EnableHttpEndpoint",
];
