/**
 * Actions that roles and users of an installation are for, by what the permissions boundary compares: those of its own
 * policies, and of AWS's that are attached to roles of AWS Backup, RDS and Canvas. A test compares them with the
 * policies of an installation with everything on. None is one that a deploy is denied and that no role needs.
 * An asterisk stands for the rest of a name, or for a few actions: IAM limits the length of the policy.
 */
export const ACTIONS_OF_ROLES = {
  /** On anything in the region: names and tags tell no owner, or the action lists. */
  inRegion: [
    "backup:Copy*BackupVault",
    "backup:Describe*",
    "backup:PutRestoreV*",
    "bedrock:InvokeModel*",
    "cloudwatch:DescribeAlarms",
    "cloudwatch:GetMetric*",
    "cloudwatch:PutMetricData",
    "ec2:*assignPrivateIp*",
    "ec2:*teNetworkInterface*",
    "ec2:Describe*",
    "ecr:BatchCheckL*",
    "ecr:BatchGetImage",
    "ecr:GetAuth*",
    "ecr:GetDown*",
    "ecs:Describe*",
    "ecs:List*",
    "elasticfilesystem:CreateF*",
    "elasticfilesystem:Describe*",
    "elasticfilesystem:Restore",
    "emr-serverless:AccessL*",
    "emr-serverless:Can*",
    "emr-serverless:Cr*",
    "emr-serverless:Get*",
    "emr-serverless:List*",
    "emr-serverless:St*",
    "emr-serverless:Tag*",
    "emr-serverless:Up*",
    "license-manager:Check*",
    "license-manager:Ext*",
    "license-manager:GetLicense",
    "license-manager:ListR*",
    "logs:DescribeLogGroups",
    "rds:Describe*",
    "sagemaker:*",
    "ses:Describe*RuleSet",
    "ses:GetAccount",
    "ses:SendRawEmail",
    "ses:SetActive*",
    "ssmmessages:*",
    "tag:GetResources",
  ],
  /** On what has the installation's name. */
  named: [
    "ecr:BatchIm*",
    "ecs:RunTask",
    "ecs:TagResource",
    "ecs:UpdateService",
    "ecs:UpdateTaskP*",
    "glue:*CreatePartition",
    "glue:CreateDatabase",
    "glue:*teTable",
    "glue:Get*",
    "glue:SearchTables",
    "lambda:InvokeFunction",
    "logs:CreateLogGroup",
    "logs:CreateLogStream",
    "logs:DescribeLogStreams",
    "logs:*LogEvents",
    "logs:PutRet*",
    "rds:AddTagsToResource",
    "rds:C*DBClusterSnapshot",
    "rds:CreateDBInstance",
    "rds:ListTagsForResource",
    "rds:ModifyDBCluster",
    "rds:RestoreDBCluster*",
    "rds:StartExportTask",
    "s3:Abort*",
    "s3:DeleteObject",
    "s3:GetBucketLocation",
    "s3:GetEncr*",
    "s3:*tObject",
    "s3:ListBucket",
    "s3:*tObjectTagging",
    "sagemaker-mlflow:*",
    "secretsmanager:Desc*",
    "secretsmanager:*tSecretValue",
    "secretsmanager:UpdateSecretV*",
    "sns:Publish",
    "sqs:GetQueueAttributes",
    "sqs:*Message",
    "ssm:GetParameter",
  ],
  /** On what has the tags of the environment. */
  tagged: [
    "elasticfilesystem:Backup",
    "elasticfilesystem:TagResource",
    "kms:CreateGrant",
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey*",
    "kms:ReEncrypt*",
  ],
  /** On roles and users of the installation. */
  onIdentities: [
    "iam:CreateAccessKey",
    "iam:DeleteAccessKey",
    "iam:GetRole",
    "iam:ListAccessKeys",
    "iam:PassRole",
  ],
} as const;

/** Actions on recovery points, which are snapshots where the database is backed up, and on clusters that a test restores. */
export const ON_BACKUPS = [
  "backup:TagResource",
  "rds:AddTagsToResource",
  "rds:DeleteDBClusterSnapshot",
  "rds:RestoreDBClusterF*",
] as const;

/**
 * Actions of clients of a file system, whose policy grants them to roles: a grant to a role ends at its boundary ("Policy
 * evaluation logic" of the IAM user guide). EFS compares neither tags nor a region for clients ("Using IAM to control access
 * to file systems"), so its policy and the network tell one file system from another.
 */
export const ON_FILES = ["elasticfilesystem:Client*"] as const;

/** Actions of SageMaker on Studio itself and its users: to make, change and delete them, and to give them tags. */
export const STUDIO_OF_DEPLOYS = [
  "sagemaker:*teDomain",
  "sagemaker:*teUserProfile",
  "sagemaker:AddTags",
] as const;
