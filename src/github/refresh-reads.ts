/** Reads a parameter with its value. */
export const READ_PARAMETER = "ssm:GetParameter";

interface TypeReads {
  /** Exact types of resources and of data sources. */
  readonly types: readonly string[];
  /** The actions that the provider calls to read any of them. */
  readonly actions: readonly string[];
}

/**
 * What the provider reads of AWS when it refreshes a resource, by exact type: a type that is missing here has not been
 * looked at, and a test refuses it. Sources: the read functions of the provider's resources; the service authorization
 * reference for which action each call needs.
 *
 * All of it describes; none of it returns what a secret, a bucket, a database, a file system or a log holds.
 */
export const REFRESH_READS: readonly TypeReads[] = [
  {
    types: ["aws_acm_certificate", "aws_acm_certificate_validation"],
    actions: ["acm:DescribeCertificate", "acm:ListTagsForCertificate"],
  },
  {
    types: ["aws_appautoscaling_policy", "aws_appautoscaling_target"],
    actions: [
      "application-autoscaling:DescribeScalableTargets",
      "application-autoscaling:DescribeScalingPolicies",
      "application-autoscaling:ListTagsForResource",
    ],
  },
  { types: ["aws_availability_zones"], actions: ["ec2:DescribeAvailabilityZones"] },
  {
    types: [
      "aws_backup_plan",
      "aws_backup_selection",
      "aws_backup_vault",
      "aws_backup_vault_lock_configuration",
    ],
    actions: [
      "backup:DescribeBackupVault",
      "backup:GetBackupPlan",
      "backup:GetBackupSelection",
      "backup:ListTags",
    ],
  },
  // Asks who one is, which needs no permission.
  { types: ["aws_caller_identity"], actions: [] },
  {
    types: ["aws_cloudtrail"],
    actions: [
      "cloudtrail:DescribeTrails",
      "cloudtrail:GetEventSelectors",
      "cloudtrail:GetInsightSelectors",
      "cloudtrail:GetTrailStatus",
      "cloudtrail:ListTags",
    ],
  },
  {
    types: ["aws_cloudwatch_event_rule", "aws_cloudwatch_event_target"],
    actions: ["events:DescribeRule", "events:ListTagsForResource", "events:ListTargetsByRule"],
  },
  {
    types: ["aws_cloudwatch_log_group", "aws_cloudwatch_log_resource_policy"],
    actions: ["logs:DescribeLogGroups", "logs:DescribeResourcePolicies", "logs:ListTagsForResource"],
  },
  { types: ["aws_db_subnet_group"], actions: ["rds:DescribeDBSubnetGroups", "rds:ListTagsForResource"] },
  { types: ["aws_default_security_group"], actions: ["ec2:DescribeSecurityGroups"] },
  {
    types: ["aws_ecr_lifecycle_policy", "aws_ecr_pull_through_cache_rule", "aws_ecr_repository"],
    actions: [
      "ecr:DescribePullThroughCacheRules",
      "ecr:DescribeRepositories",
      "ecr:GetLifecyclePolicy",
      "ecr:ListTagsForResource",
    ],
  },
  {
    types: ["aws_ecs_cluster", "aws_ecs_service", "aws_ecs_task_definition"],
    actions: [
      "ecs:DescribeClusters",
      "ecs:DescribeServiceRevisions",
      "ecs:DescribeServices",
      "ecs:DescribeTaskDefinition",
      "ecs:ListTagsForResource",
    ],
  },
  {
    types: [
      "aws_efs_access_point",
      "aws_efs_file_system",
      "aws_efs_file_system_policy",
      "aws_efs_mount_target",
    ],
    actions: [
      "elasticfilesystem:DescribeAccessPoints",
      "elasticfilesystem:DescribeFileSystemPolicy",
      "elasticfilesystem:DescribeFileSystems",
      "elasticfilesystem:DescribeLifecycleConfiguration",
      "elasticfilesystem:DescribeMountTargetSecurityGroups",
      "elasticfilesystem:DescribeMountTargets",
      "elasticfilesystem:ListTagsForResource",
    ],
  },
  { types: ["aws_eip"], actions: ["ec2:DescribeAddresses", "ec2:DescribeAddressesAttribute"] },
  {
    types: ["aws_elasticache_serverless_cache"],
    actions: ["elasticache:DescribeServerlessCaches", "elasticache:ListTagsForResource"],
  },
  {
    types: ["aws_emrserverless_application"],
    actions: ["emr-serverless:GetApplication", "emr-serverless:ListTagsForResource"],
  },
  { types: ["aws_flow_log"], actions: ["ec2:DescribeFlowLogs"] },
  {
    types: [
      "aws_globalaccelerator_accelerator",
      "aws_globalaccelerator_endpoint_group",
      "aws_globalaccelerator_listener",
    ],
    actions: [
      "globalaccelerator:DescribeAccelerator",
      "globalaccelerator:DescribeAcceleratorAttributes",
      "globalaccelerator:DescribeEndpointGroup",
      "globalaccelerator:DescribeListener",
      "globalaccelerator:ListTagsForResource",
    ],
  },
  { types: ["aws_glue_catalog_database"], actions: ["glue:GetDatabase", "glue:GetTags"] },
  {
    types: [
      "aws_iam_role",
      "aws_iam_role_policy",
      "aws_iam_role_policy_attachment",
      "aws_iam_user",
      "aws_iam_user_policy",
    ],
    actions: [
      "iam:GetRole",
      "iam:GetRolePolicy",
      "iam:GetUser",
      "iam:GetUserPolicy",
      "iam:ListAttachedRolePolicies",
      "iam:ListRolePolicies",
      "iam:ListUserTags",
    ],
  },
  { types: ["aws_internet_gateway"], actions: ["ec2:DescribeInternetGateways"] },
  {
    types: ["aws_kms_alias", "aws_kms_key"],
    actions: [
      "kms:DescribeKey",
      "kms:GetKeyPolicy",
      "kms:GetKeyRotationStatus",
      "kms:ListAliases",
      "kms:ListResourceTags",
    ],
  },
  {
    types: [
      "aws_lambda_event_source_mapping",
      "aws_lambda_function",
      "aws_lambda_function_event_invoke_config",
      "aws_lambda_invocation",
      "aws_lambda_permission",
    ],
    actions: [
      "lambda:GetEventSourceMapping",
      "lambda:GetFunction",
      "lambda:GetFunctionCodeSigningConfig",
      "lambda:GetFunctionEventInvokeConfig",
      "lambda:GetPolicy",
      "lambda:ListTags",
      "lambda:ListVersionsByFunction",
    ],
  },
  {
    types: ["aws_lb", "aws_lb_listener", "aws_lb_target_group"],
    actions: [
      "elasticloadbalancing:DescribeCapacityReservation",
      "elasticloadbalancing:DescribeListenerAttributes",
      "elasticloadbalancing:DescribeListeners",
      "elasticloadbalancing:DescribeLoadBalancerAttributes",
      "elasticloadbalancing:DescribeLoadBalancers",
      "elasticloadbalancing:DescribeTags",
      "elasticloadbalancing:DescribeTargetGroupAttributes",
      "elasticloadbalancing:DescribeTargetGroups",
    ],
  },
  { types: ["aws_nat_gateway"], actions: ["ec2:DescribeNatGateways"] },
  { types: ["aws_partition"], actions: [] },
  {
    types: [
      "aws_rds_cluster",
      "aws_rds_cluster_instance",
      "aws_rds_cluster_parameter_group",
      "aws_rds_cluster_role_association",
    ],
    actions: [
      "rds:DescribeDBClusterParameterGroups",
      "rds:DescribeDBClusterParameters",
      "rds:DescribeDBClusters",
      "rds:DescribeDBInstances",
      "rds:DescribeGlobalClusters",
      "rds:ListTagsForResource",
    ],
  },
  {
    types: ["aws_route", "aws_route_table", "aws_route_table_association"],
    actions: ["ec2:DescribeRouteTables"],
  },
  {
    types: ["aws_route53_record", "aws_route53_records", "aws_route53_zone"],
    actions: [
      "route53:GetHostedZone",
      "route53:ListHostedZones",
      "route53:ListHostedZonesByName",
      "route53:ListResourceRecordSets",
      "route53:ListTagsForResource",
    ],
  },
  {
    types: [
      "aws_s3_bucket",
      "aws_s3_bucket_lifecycle_configuration",
      "aws_s3_bucket_ownership_controls",
      "aws_s3_bucket_policy",
      "aws_s3_bucket_public_access_block",
      "aws_s3_bucket_server_side_encryption_configuration",
      "aws_s3_bucket_versioning",
    ],
    actions: [
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
  },
  // Objects are read in the folders of code alone: see PlanRole.
  { types: ["aws_s3_object"], actions: [] },
  {
    types: ["aws_sagemaker_domain", "aws_sagemaker_user_profile"],
    actions: ["sagemaker:DescribeDomain", "sagemaker:DescribeUserProfile", "sagemaker:ListTags"],
  },
  { types: ["aws_scheduler_schedule"], actions: ["scheduler:GetSchedule", "scheduler:ListTagsForResource"] },
  {
    types: ["aws_secretsmanager_secret", "aws_secretsmanager_secret_version"],
    actions: [
      "secretsmanager:DescribeSecret",
      "secretsmanager:GetResourcePolicy",
      "secretsmanager:ListSecretVersionIds",
    ],
  },
  { types: ["aws_security_group"], actions: ["ec2:DescribeSecurityGroups"] },
  {
    types: ["aws_ses_active_receipt_rule_set", "aws_ses_receipt_rule", "aws_ses_receipt_rule_set"],
    actions: ["ses:DescribeActiveReceiptRuleSet", "ses:DescribeReceiptRule", "ses:DescribeReceiptRuleSet"],
  },
  {
    types: [
      "aws_sesv2_configuration_set",
      "aws_sesv2_email_identity",
      "aws_sesv2_email_identity_mail_from_attributes",
    ],
    actions: ["ses:GetConfigurationSet", "ses:GetEmailIdentity", "ses:ListTagsForResource"],
  },
  {
    types: ["aws_sns_topic", "aws_sns_topic_policy"],
    actions: ["sns:GetTopicAttributes", "sns:ListTagsForResource"],
  },
  {
    types: ["aws_sqs_queue", "aws_sqs_queue_policy"],
    actions: ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ListQueueTags"],
  },
  // The value comes along, so it is read of one parameter alone: see RefreshPolicy.
  {
    types: ["aws_ssm_parameter"],
    actions: ["ssm:DescribeParameters", READ_PARAMETER, "ssm:ListTagsForResource"],
  },
  { types: ["aws_subnet"], actions: ["ec2:DescribeSubnets"] },
  {
    types: ["aws_vpc"],
    actions: [
      "ec2:DescribeNetworkAcls",
      "ec2:DescribeRouteTables",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeVpcAttribute",
      "ec2:DescribeVpcs",
    ],
  },
  {
    types: ["aws_vpc_endpoint", "aws_vpc_endpoint_route_table_association", "aws_vpc_endpoint_service"],
    actions: [
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribePrefixLists",
      "ec2:DescribeVpcEndpoints",
      "ec2:DescribeVpcEndpointServices",
    ],
  },
  {
    types: ["aws_vpc_security_group_egress_rule", "aws_vpc_security_group_ingress_rule"],
    actions: ["ec2:DescribeSecurityGroupRules"],
  },
  {
    types: ["aws_wafv2_web_acl", "aws_wafv2_web_acl_association", "aws_wafv2_web_acl_logging_configuration"],
    actions: [
      "wafv2:GetLoggingConfiguration",
      "wafv2:GetWebACL",
      "wafv2:GetWebACLForResource",
      "wafv2:ListTagsForResource",
    ],
  },
];

/** Each action once, in the order of the alphabet. */
export function refreshReads(): string[] {
  return [...new Set(REFRESH_READS.flatMap(({ actions }) => actions))].sort();
}
