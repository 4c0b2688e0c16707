import { tfString } from "../terraform/expression";

/**
 * Services whose resources carry the installation's name in their ARN: what follows region and account in it, of a
 * prefix of names. A deploy may do everything in them to what has such a name: a list by name of what the provider
 * calls for each change would be wrong at the first forgotten one, in the middle of an apply.
 */
export const NAMED_SERVICES: Readonly<Record<string, (prefix: string) => readonly string[]>> = {
  // Plans have ids, of which the tags tell whose they are.
  backup: (prefix) => [`backup-vault:${prefix}-*`, "backup-plan:*"],
  // What scales the tasks; the service names it.
  cloudwatch: (prefix) => [`alarm:TargetTracking-service/${prefix}-*`],
  ecr: (prefix) => [`repository/${prefix}-*`],
  ecs: (prefix) => [`*/${prefix}-*`],
  elasticache: (prefix) => [`*:${prefix}-*`],
  elasticloadbalancing: (prefix) => [
    `loadbalancer/app/${prefix}-*`,
    `listener/app/${prefix}-*`,
    `targetgroup/${prefix}-*`,
  ],
  events: (prefix) => [`rule/${prefix}-*`],
  // A name of Glue's has no hyphens.
  glue: (prefix) => ["catalog", tfString`join("", ["*/", replace(${prefix}, "-", "_"), "_*"])`],
  // Keys have ids, of which the tags tell whose they are.
  kms: (prefix) => [`alias/${prefix}-*`, "key/*"],
  lambda: (prefix) => [`*:${prefix}-*`],
  logs: (prefix) => [
    `log-group:/${prefix}/*`,
    `log-group:/aws/lambda/${prefix}-*`,
    `log-group:/aws/rds/cluster/${prefix}-*`,
    `log-group:aws-waf-logs-${prefix}`,
    `log-group:aws-waf-logs-${prefix}:*`,
  ],
  // Instances have groups of options and parameters that belong to AWS.
  rds: (prefix) => [`*:${prefix}-*`, "og:default*", "pg:default*"],
  // Both have ids, of which the tags tell whose they are.
  sagemaker: () => ["domain/*", "user-profile/*"],
  scheduler: (prefix) => [`schedule/*/${prefix}-*`],
  secretsmanager: (prefix) => [`secret:${prefix}-*`],
  sns: (prefix) => [`${prefix}-*`],
  sqs: (prefix) => [`${prefix}-*`],
  ssm: (prefix) => [`parameter/${prefix}/*`],
  // The groups of rules are AWS's.
  wafv2: (prefix) => [`regional/webacl/${prefix}-*`, "regional/managedruleset/*"],
};

/**
 * Services whose resources have names that AWS makes up. A deploy may do everything in them in its region, except to
 * what has no tags of the application: see {@link TAGGED_ACTIONS}.
 */
export const REGIONAL_SERVICES: readonly string[] = [
  "acm",
  "application-autoscaling",
  "backup-storage",
  "elasticfilesystem",
  "emr-serverless",
  "ses",
];

/** What named services do to nothing that has a name. */
export const UNNAMED_ACTIONS: readonly string[] = [
  "cloudwatch:DescribeAlarms",
  "ecr:CreatePullThroughCacheRule",
  "ecr:DeletePullThroughCacheRule",
  "ecr:UpdatePullThroughCacheRule",
  "ecs:DeregisterTaskDefinition",
  "ecs:RegisterTaskDefinition",
  "elasticloadbalancing:Describe*",
  "elasticloadbalancing:SetWebAcl",
  "kms:CreateKey",
  "logs:CreateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:DeleteResourcePolicy",
  "logs:GetLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:UpdateLogDelivery",
  "secretsmanager:GetRandomPassword",
];

/**
 * What changes or deletes things whose names AWS makes up, and which have had their tags since they were made. All of
 * these know the tags of what they are about.
 */
export const TAGGED_ACTIONS: readonly string[] = [
  "acm:DeleteCertificate",
  "backup:CreateBackupSelection",
  "backup:DeleteBackupPlan",
  "backup:DeleteBackupSelection",
  "backup:UpdateBackupPlan",
  "elasticfilesystem:DeleteAccessPoint",
  "elasticfilesystem:DeleteFileSystemPolicy",
  "elasticfilesystem:DeleteMountTarget",
  "elasticfilesystem:ModifyMountTargetSecurityGroups",
  "elasticfilesystem:PutFileSystemPolicy",
  "elasticfilesystem:UpdateFileSystem",
  "emr-serverless:DeleteApplication",
  "emr-serverless:StopApplication",
  "emr-serverless:UpdateApplication",
  "globalaccelerator:DeleteAccelerator",
  "globalaccelerator:UpdateAccelerator",
  "kms:DisableKeyRotation",
  "kms:PutKeyPolicy",
  "sagemaker:DeleteDomain",
  "sagemaker:DeleteUserProfile",
  "sagemaker:UpdateDomain",
  "sagemaker:UpdateUserProfile",
];

/** Services outside of any region. */
export const GLOBAL_ACTIONS: readonly string[] = [
  "globalaccelerator:*",
  // The provider looks through all for those of a user that it removes.
  "iam:ListVirtualMFADevices",
  // For the private names of endpoints.
  "route53:AssociateVPCWithHostedZone",
  "route53:GetChange",
];

/** Services that the roles of an installation are for. */
export const SERVICES_WITH_ROLES: readonly string[] = [
  "backup",
  "cloudtrail",
  "ecs-tasks",
  "emr-serverless",
  "events",
  "export.rds",
  "lambda",
  "monitoring.rds",
  "rds",
  "sagemaker",
  "scheduler",
  "vpc-flow-logs",
].map((service) => `${service}.amazonaws.com`);

/** Services that make a role for themselves when an account uses them for the first time. */
export const SERVICES_WITH_OWN_ROLES: readonly string[] = [
  "backup",
  "ecs",
  "ecs.application-autoscaling",
  "elasticache",
  "elasticloadbalancing",
  "globalaccelerator",
  "ops.emr-serverless",
  "pullthroughcache.ecr",
  "rds",
  "sagemaker",
  "wafv2",
].map((service) => `${service}.amazonaws.com`);

/**
 * What cannot be brought back, brings down the protection of what could not, or changes what records all that. A person
 * does it, or nobody.
 */
export const FINAL_ACTIONS: readonly string[] = [
  "backup:DeleteBackupVault",
  "backup:DeleteBackupVaultLockConfiguration",
  "backup:DeleteRecoveryPoint",
  "backup:DisassociateRecoveryPoint",
  "backup:PutBackupVaultAccessPolicy",
  "backup:UpdateRecoveryPointLifecycle",
  "cloudtrail:CreateTrail",
  "cloudtrail:DeleteTrail",
  "cloudtrail:PutEventSelectors",
  "cloudtrail:PutInsightSelectors",
  "cloudtrail:StopLogging",
  "cloudtrail:UpdateTrail",
  "elasticfilesystem:DeleteFileSystem",
  "kms:DeleteImportedKeyMaterial",
  "kms:DisableKey",
  "kms:ScheduleKeyDeletion",
  "rds:DeleteDBCluster",
  "rds:DeleteDBClusterAutomatedBackup",
  "rds:DeleteDBClusterSnapshot",
  "s3:BypassGovernanceRetention",
  "secretsmanager:DeleteSecret",
];
