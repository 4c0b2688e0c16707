import { CALLS_BESIDES, FINAL_CALLS, PROCEDURE_CALLS } from "../operations/procedure-calls";

/** Name of the stack with the roles of operators, and of the file with its values. */
export const OPERATOR_ROLES_STACK = "operator-roles";

/** Calls that `npm run status` makes. */
export const STATUS_CALLS: readonly string[] = [
  "backup:ListCopyJobs",
  "backup:ListRecoveryPointsByResource",
  "backup:ListRestoreJobs",
  "cloudwatch:DescribeAlarms",
  "cloudwatch:GetMetricData",
  "ec2:DescribeAddresses",
  "ec2:DescribeVpcs",
  "ecs:DescribeServiceRevisions",
  "ecs:DescribeServices",
  "ecs:DescribeTaskDefinition",
  "ecs:DescribeTasks",
  "ecs:ListServiceDeployments",
  "ecs:ListTasks",
  "elasticache:DescribeServerlessCaches",
  "logs:FilterLogEvents",
  "logs:GetLogEvents",
  "rds:DescribeAccountAttributes",
  "rds:DescribeDBClusterSnapshots",
  "rds:DescribeDBClusters",
  "rds:DescribeDBMajorEngineVersions",
  "rds:DescribeExportTasks",
  "rds:DescribePendingMaintenanceActions",
  "secretsmanager:DescribeSecret",
  "servicequotas:GetAWSDefaultServiceQuota",
  "servicequotas:GetServiceQuota",
  "ses:GetAccount",
  "ses:ListSuppressedDestinations",
  "sns:ListSubscriptionsByTopic",
  "ssm:GetParameters",
];

/** Requests that IAM knows by another name. */
export const IAM_NAMES: Readonly<Record<string, string>> = {
  "lambda:Invoke": "lambda:InvokeFunction",
  "s3:CompleteMultipartUpload": "s3:PutObject",
  "s3:CreateMultipartUpload": "s3:PutObject",
  // Only versions are deleted, by their id.
  "s3:DeleteObject": "s3:DeleteObjectVersion",
  "s3:HeadObject": "s3:GetObject",
  "s3:ListMultipartUploads": "s3:ListBucketMultipartUploads",
  "s3:ListParts": "s3:ListMultipartUploadParts",
  "s3:UploadPart": "s3:PutObject",
};

/** Everything that an operator asks for without a way into a task, each once, as IAM calls it. */
export function operatorCalls(): string[] {
  const procedures = Object.values(PROCEDURE_CALLS).flat();
  const all = [
    ...procedures.filter((call) => !FINAL_CALLS.includes(call)),
    ...CALLS_BESIDES,
    ...STATUS_CALLS,
  ];
  return [...new Set(all.map((call) => IAM_NAMES[call] ?? call))].sort();
}
