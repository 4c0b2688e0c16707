/** Reads a parameter with its value. */
export const READ_PARAMETER = "ssm:GetParameter";

/**
 * What the provider reads of AWS when it refreshes a resource, by the beginning of the resource's type. Sources: the
 * read functions of the provider's resources; the service authorization reference for which action each call needs.
 *
 * All of it describes; none of it returns what a secret, a bucket, a database, a file system or a log holds.
 */
export const REFRESH_READS: Readonly<Record<string, readonly string[]>> = {
  aws_acm_certificate: ["acm:DescribeCertificate", "acm:ListTagsForCertificate"],
  aws_appautoscaling_: [
    "application-autoscaling:DescribeScalableTargets",
    "application-autoscaling:DescribeScalingPolicies",
    "application-autoscaling:ListTagsForResource",
  ],
  aws_availability_zones: ["ec2:DescribeAvailabilityZones"],
  aws_backup_: [
    "backup:DescribeBackupVault",
    "backup:GetBackupPlan",
    "backup:GetBackupSelection",
    "backup:ListTags",
  ],
  // Asks who one is, which needs no permission.
  aws_caller_identity: [],
  aws_cloudtrail: [
    "cloudtrail:DescribeTrails",
    "cloudtrail:GetEventSelectors",
    "cloudtrail:GetInsightSelectors",
    "cloudtrail:GetTrailStatus",
    "cloudtrail:ListTags",
  ],
  aws_cloudwatch_event_: ["events:DescribeRule", "events:ListTagsForResource", "events:ListTargetsByRule"],
  aws_cloudwatch_log_: [
    "logs:DescribeLogGroups",
    "logs:DescribeResourcePolicies",
    "logs:ListTagsForResource",
  ],
  aws_db_subnet_group: ["rds:DescribeDBSubnetGroups", "rds:ListTagsForResource"],
  aws_default_security_group: ["ec2:DescribeSecurityGroups"],
  aws_ecr_: [
    "ecr:DescribePullThroughCacheRules",
    "ecr:DescribeRepositories",
    "ecr:GetLifecyclePolicy",
    "ecr:ListTagsForResource",
  ],
  aws_ecs_: [
    "ecs:DescribeClusters",
    "ecs:DescribeServiceRevisions",
    "ecs:DescribeServices",
    "ecs:DescribeTaskDefinition",
    "ecs:ListTagsForResource",
  ],
  aws_efs_: [
    "elasticfilesystem:DescribeAccessPoints",
    "elasticfilesystem:DescribeFileSystemPolicy",
    "elasticfilesystem:DescribeFileSystems",
    "elasticfilesystem:DescribeLifecycleConfiguration",
    "elasticfilesystem:DescribeMountTargetSecurityGroups",
    "elasticfilesystem:DescribeMountTargets",
    "elasticfilesystem:ListTagsForResource",
  ],
  aws_eip: ["ec2:DescribeAddresses", "ec2:DescribeAddressesAttribute"],
  aws_elasticache_serverless_cache: [
    "elasticache:DescribeServerlessCaches",
    "elasticache:ListTagsForResource",
  ],
  aws_emrserverless_: ["emr-serverless:GetApplication", "emr-serverless:ListTagsForResource"],
  aws_flow_log: ["ec2:DescribeFlowLogs"],
  aws_globalaccelerator_: [
    "globalaccelerator:DescribeAccelerator",
    "globalaccelerator:DescribeAcceleratorAttributes",
    "globalaccelerator:DescribeEndpointGroup",
    "globalaccelerator:DescribeListener",
    "globalaccelerator:ListTagsForResource",
  ],
  aws_glue_catalog_database: ["glue:GetDatabase", "glue:GetTags"],
  aws_iam_: [
    "iam:GetRole",
    "iam:GetRolePolicy",
    "iam:GetUser",
    "iam:GetUserPolicy",
    "iam:ListAttachedRolePolicies",
    "iam:ListRolePolicies",
    "iam:ListUserTags",
  ],
  aws_internet_gateway: ["ec2:DescribeInternetGateways"],
  aws_kms_: [
    "kms:DescribeKey",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:ListAliases",
    "kms:ListResourceTags",
  ],
  aws_lambda_: [
    "lambda:GetEventSourceMapping",
    "lambda:GetFunction",
    "lambda:GetFunctionCodeSigningConfig",
    "lambda:GetFunctionEventInvokeConfig",
    "lambda:GetPolicy",
    "lambda:ListTags",
    "lambda:ListVersionsByFunction",
  ],
  aws_lb: [
    "elasticloadbalancing:DescribeCapacityReservation",
    "elasticloadbalancing:DescribeListenerAttributes",
    "elasticloadbalancing:DescribeListeners",
    "elasticloadbalancing:DescribeLoadBalancerAttributes",
    "elasticloadbalancing:DescribeLoadBalancers",
    "elasticloadbalancing:DescribeTags",
    "elasticloadbalancing:DescribeTargetGroupAttributes",
    "elasticloadbalancing:DescribeTargetGroups",
  ],
  aws_nat_gateway: ["ec2:DescribeNatGateways"],
  aws_partition: [],
  aws_rds_: [
    "rds:DescribeDBClusterParameterGroups",
    "rds:DescribeDBClusterParameters",
    "rds:DescribeDBClusters",
    "rds:DescribeDBInstances",
    "rds:DescribeGlobalClusters",
    "rds:ListTagsForResource",
  ],
  aws_route: ["ec2:DescribeRouteTables"],
  aws_route53_: [
    "route53:GetHostedZone",
    "route53:ListHostedZones",
    "route53:ListHostedZonesByName",
    "route53:ListResourceRecordSets",
    "route53:ListTagsForResource",
  ],
  aws_s3_bucket: [
    "s3:GetAccelerateConfiguration",
    "s3:GetBucketAcl",
    "s3:GetBucketCORS",
    "s3:GetBucketLocation",
    "s3:GetBucketLogging",
    "s3:GetBucketObjectLockConfiguration",
    "s3:GetBucketOwnershipControls",
    "s3:GetBucketPolicy",
    "s3:GetBucketPublicAccessBlock",
    "s3:GetBucketRequestPayment",
    "s3:GetBucketTagging",
    "s3:GetBucketVersioning",
    "s3:GetBucketWebsite",
    "s3:GetEncryptionConfiguration",
    "s3:GetLifecycleConfiguration",
    "s3:GetReplicationConfiguration",
    // AWS asks for it where the provider asks whether the bucket exists; it also lists the names of objects.
    "s3:ListBucket",
    "s3:ListTagsForResource",
  ],
  // Objects are read in the folders of code alone: see PlanRole.
  aws_s3_object: [],
  aws_sagemaker_: ["sagemaker:DescribeDomain", "sagemaker:DescribeUserProfile", "sagemaker:ListTags"],
  aws_scheduler_schedule: ["scheduler:GetSchedule", "scheduler:ListTagsForResource"],
  aws_secretsmanager_: [
    "secretsmanager:DescribeSecret",
    "secretsmanager:GetResourcePolicy",
    "secretsmanager:ListSecretVersionIds",
  ],
  aws_security_group: ["ec2:DescribeSecurityGroups"],
  aws_ses_: ["ses:DescribeActiveReceiptRuleSet", "ses:DescribeReceiptRule", "ses:DescribeReceiptRuleSet"],
  aws_sesv2_: ["ses:GetConfigurationSet", "ses:GetEmailIdentity", "ses:ListTagsForResource"],
  aws_sns_: ["sns:GetTopicAttributes", "sns:ListTagsForResource"],
  aws_sqs_: ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ListQueueTags"],
  // The value comes along, so it is read of one parameter alone: see RefreshPolicy.
  aws_ssm_parameter: ["ssm:DescribeParameters", READ_PARAMETER, "ssm:ListTagsForResource"],
  aws_subnet: ["ec2:DescribeSubnets"],
  aws_vpc: [
    "ec2:DescribeNetworkAcls",
    "ec2:DescribeRouteTables",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeVpcAttribute",
    "ec2:DescribeVpcs",
  ],
  aws_vpc_endpoint: [
    "ec2:DescribePrefixLists",
    "ec2:DescribeVpcEndpoints",
    "ec2:DescribeVpcEndpointServices",
  ],
  aws_vpc_security_group_: ["ec2:DescribeSecurityGroupRules"],
  aws_wafv2_: [
    "wafv2:GetLoggingConfiguration",
    "wafv2:GetWebACL",
    "wafv2:GetWebACLForResource",
    "wafv2:ListTagsForResource",
  ],
};

/** Each action once, in the order of the alphabet. */
export function refreshReads(): string[] {
  return [...new Set(Object.values(REFRESH_READS).flat())].sort();
}
