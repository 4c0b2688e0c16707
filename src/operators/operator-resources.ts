import type { PolicyStatement } from "../aws/policy-document";
import { FUNCTION_NAMES } from "../openemr/function-names";

/** On what an operator may do something: forms of ARNs as the tables of AWS's types have them, and conditions. */
export interface Reach {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly arns: readonly string[];
  /** By operator and key; values are forms, too. */
  readonly conditions?: PolicyStatement["conditions"];
}

const IN_REGION = { StringEquals: { "aws:RequestedRegion": "{region}" } };
const IN_CLUSTER = {
  ArnEquals: { "ecs:cluster": "arn:{partition}:ecs:{region}:{account}:cluster/{prefix}-cluster" },
};
const rds = (...names: readonly string[]) =>
  names.map((name) => `arn:{partition}:rds:{region}:{account}:${name}`);
const role = (...names: readonly string[]) =>
  names.map((name) => `arn:{partition}:iam::{account}:role/{prefix}-${name}-{region}`);
const passedTo = (...services: readonly string[]) => ({
  StringEquals: { "iam:PassedToService": services.map((service) => `${service}.amazonaws.com`) },
});

/** Recovery points of EFS are AWS Backup's, and those of Aurora are snapshots of RDS. */
const RECOVERY_POINTS = [
  "arn:{partition}:backup:{region}:{account}:recovery-point:*",
  "arn:{partition}:rds:{region}:{account}:cluster-snapshot:awsbackup:*",
];

/** Actions that list or describe, and of which IAM can compare no resource. */
const LISTS = [
  "application-autoscaling:DescribeScalableTargets",
  "backup:DescribeBackupJob",
  "backup:DescribeRegionSettings",
  "backup:ListBackupJobs",
  "backup:ListBackupVaults",
  "backup:ListCopyJobs",
  "backup:ListRecoveryPointsByResource",
  "backup:ListRestoreJobs",
  "cloudwatch:DescribeAlarms",
  "cloudwatch:GetMetricData",
  "ec2:DescribeAddresses",
  "ec2:DescribeVpcs",
  "ecs:DescribeTaskDefinition",
  "elasticloadbalancing:DescribeRules",
  "logs:DescribeLogGroups",
  "rds:DescribeAccountAttributes",
  "rds:DescribeDBClusterSnapshots",
  "rds:DescribeDBClusters",
  "rds:DescribeDBInstances",
  "rds:DescribeDBMajorEngineVersions",
  "rds:DescribeExportTasks",
  "servicequotas:GetAWSDefaultServiceQuota",
  "ses:GetAccount",
  "ses:ListSuppressedDestinations",
];

/** All that an operator may do without a way into a task. Each action stands once. */
export const OPERATOR_REACH: readonly Reach[] = [
  { sid: "Look", actions: LISTS, arns: ["*"], conditions: IN_REGION },
  {
    sid: "LookAtQuotas",
    actions: ["servicequotas:GetServiceQuota"],
    arns: ["ec2", "vpc"].map((service) => `arn:{partition}:servicequotas:{region}:{account}:${service}/*`),
  },
  {
    sid: "LookAtCache",
    actions: ["elasticache:DescribeServerlessCaches"],
    arns: ["arn:{partition}:elasticache:{region}:{account}:serverlesscache:{prefix}-*"],
  },
  {
    sid: "WhoIsTold",
    actions: ["sns:ListSubscriptionsByTopic"],
    arns: ["arn:{partition}:sns:{region}:{account}:{prefix}-alarms"],
  },
  {
    sid: "Vault",
    actions: [
      "backup:DescribeBackupVault",
      "backup:ListRecoveryPointsByBackupVault",
      "backup:StartBackupJob",
    ],
    arns: ["arn:{partition}:backup:{region}:{account}:backup-vault:{prefix}-*"],
  },
  {
    sid: "RecoveryPoints",
    actions: ["backup:ListTags", "backup:StartRestoreJob", "backup:TagResource"],
    arns: RECOVERY_POINTS,
  },
  {
    sid: "Service",
    actions: ["ecs:DescribeServices", "ecs:ListServiceDeployments", "ecs:UpdateService"],
    arns: ["arn:{partition}:ecs:{region}:{account}:service/{prefix}-cluster/{prefix}-*"],
  },
  {
    sid: "Revisions",
    actions: ["ecs:DescribeServiceRevisions"],
    arns: ["arn:{partition}:ecs:{region}:{account}:service-revision/{prefix}-cluster/{prefix}-*"],
  },
  {
    sid: "Tasks",
    actions: ["ecs:DescribeTasks", "ecs:StopTask"],
    arns: ["arn:{partition}:ecs:{region}:{account}:task/{prefix}-cluster/*"],
  },
  // IAM compares instances of containers, of which Fargate has none.
  { sid: "ListTasks", actions: ["ecs:ListTasks"], arns: ["*"], conditions: IN_CLUSTER },
  {
    // `npm run run` runs a script in a task like those of OpenEMR.
    sid: "RunTasks",
    actions: ["ecs:RunTask"],
    arns: ["maintenance", "task"].map(
      (family) => `arn:{partition}:ecs:{region}:{account}:task-definition/{prefix}-${family}:*`,
    ),
    conditions: IN_CLUSTER,
  },
  {
    sid: "Scaling",
    actions: ["application-autoscaling:RegisterScalableTarget"],
    arns: ["arn:{partition}:application-autoscaling:{region}:{account}:scalable-target/*"],
    conditions: { StringEquals: { "application-autoscaling:service-namespace": "ecs" } },
  },
  {
    sid: "Logs",
    actions: ["logs:FilterLogEvents", "logs:GetLogEvents"],
    // Alarms send people to the logs of functions, of the firewall and of the network. Those of the database, of the trail and of
    // what people did in tasks tell more than an operator has to know.
    arns: [
      "/{prefix}/application",
      "/{prefix}/vpc-flow-log",
      "aws-waf-logs-{prefix}",
      ...FUNCTION_NAMES.map((name) => `/aws/lambda/{prefix}-${name}`),
    ].map((group) => `arn:{partition}:logs:{region}:{account}:log-group:${group}:*`),
  },
  {
    sid: "Database",
    actions: [
      "rds:AddRoleToDBCluster",
      "rds:AddTagsToResource",
      "rds:CreateDBCluster",
      "rds:CreateDBInstance",
      "rds:DescribePendingMaintenanceActions",
      "rds:EnableHttpEndpoint",
      "rds:ModifyDBCluster",
      "rds:ModifyDBInstance",
      "rds:RestoreDBClusterFromSnapshot",
      "rds:RestoreDBClusterToPointInTime",
    ],
    arns: rds(
      "cluster:{prefix}-*",
      "cluster-pg:{prefix}-*",
      "cluster-snapshot:awsbackup:*",
      "cluster-snapshot:{prefix}-*",
      "db:{prefix}-*",
      "og:default*",
      "pg:default*",
      "subgrp:{prefix}-*",
    ),
  },
  {
    // The name of the database in use is not among them: procedures delete what was put beside it only.
    sid: "DatabaseBeside",
    actions: ["rds:CreateDBClusterSnapshot", "rds:DeleteDBCluster", "rds:DeleteDBInstance"],
    arns: rds(
      ...["replaced", "restored"].flatMap((name) => [
        `cluster:{prefix}-${name}`,
        `cluster-snapshot:{prefix}-${name}-*`,
        `db:{prefix}-${name}-*`,
      ]),
    ),
  },
  {
    // The bucket of enable_import, in which a backup is carried that moves in.
    sid: "ImportBucket",
    actions: ["s3:ListBucketMultipartUploads"],
    arns: ["arn:{partition}:s3:::{prefix}-import-*"],
  },
  {
    sid: "Import",
    actions: ["s3:DeleteObjectVersion", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"],
    arns: ["arn:{partition}:s3:::{prefix}-import-*/*"],
  },
  {
    // A restored database gets the password that the secret holds.
    sid: "DatabasePassword",
    actions: ["secretsmanager:GetSecretValue"],
    arns: ["arn:{partition}:secretsmanager:{region}:{account}:secret:{prefix}-database-*"],
  },
  {
    sid: "RotatePassword",
    // A rotation that is stuck keeps the stage AWSPENDING, and Secrets Manager begins no other until it is taken away.
    actions: [
      "secretsmanager:DescribeSecret",
      "secretsmanager:ListSecretVersionIds",
      "secretsmanager:RotateSecret",
      "secretsmanager:UpdateSecretVersionStage",
    ],
    arns: ["arn:{partition}:secretsmanager:{region}:{account}:secret:{prefix}-database-*"],
  },
  {
    sid: "RotateMailPassword",
    actions: ["lambda:InvokeFunction"],
    arns: ["arn:{partition}:lambda:{region}:{account}:function:{prefix}-smtp-credentials"],
  },
  {
    // The rule that shows a page of ours while OpenEMR is stopped.
    sid: "MaintenancePage",
    actions: ["elasticloadbalancing:ModifyRule"],
    arns: ["arn:{partition}:elasticloadbalancing:{region}:{account}:listener-rule/app/{prefix}-*"],
  },
  {
    sid: "Procedures",
    actions: ["ssm:DeleteParameter", "ssm:GetParameter", "ssm:GetParameters", "ssm:PutParameter"],
    arns: ["arn:{partition}:ssm:{region}:{account}:parameter/{prefix}/procedure*"],
  },
  {
    sid: "PassRoles",
    actions: ["iam:PassRole"],
    arns: role(
      "backup",
      "database-bedrock",
      "database-monitoring",
      "maintenance",
      "restore",
      "task",
      "task-execution",
    ),
    conditions: passedTo("backup", "ecs-tasks", "monitoring.rds", "rds"),
  },
  {
    sid: "Keys",
    actions: ["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"],
    arns: ["arn:{partition}:kms:{region}:{account}:key/*"],
    conditions: {
      StringEquals: {
        "aws:ResourceTag/Application": "{application}",
        "aws:ResourceTag/Environment": "{environment}",
      },
      StringLike: {
        "kms:ViaService": ["backup.*", "elasticfilesystem.*", "rds.*", "s3.*", "secretsmanager.*"],
      },
    },
  },
];

/** IAM puts the caller here; the name of a session begins with it. */
const CALLER = ["$", "{aws:userid}"].join("");

/** A way into tasks of OpenEMR, where operators are given one. */
export const SESSION_REACH: readonly Reach[] = [
  {
    sid: "OpenSessions",
    actions: ["ecs:ExecuteCommand"],
    arns: [
      "arn:{partition}:ecs:{region}:{account}:cluster/{prefix}-cluster",
      "arn:{partition}:ecs:{region}:{account}:task/{prefix}-cluster/*",
    ],
  },
  {
    sid: "ForwardPorts",
    actions: ["ssm:StartSession"],
    arns: [
      "arn:{partition}:ecs:{region}:{account}:task/{prefix}-cluster/*",
      "arn:{partition}:ssm:{region}::document/AWS-StartPortForwardingSession",
      "arn:{partition}:ssm:{region}::document/AWS-StartPortForwardingSessionToRemoteHost",
    ],
  },
  {
    sid: "EndOwnSessions",
    actions: ["ssm:TerminateSession"],
    arns: [`arn:{partition}:ssm:{region}:{account}:session/${CALLER}-*`],
  },
];
