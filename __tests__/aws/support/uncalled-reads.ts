/** Rights of a plan that follow on an answer of AWS, which `role-calls` never gets. The applied stacks have them. */
export const READ_AFTER_THE_FIRST: readonly string[] = [
  "acm:ListTagsForCertificate",
  "backup:ListTags",
  "cloudwatch:ListTagsForResource",
  "ec2:DescribeAddressesAttribute",
  "ec2:DescribeAvailabilityZones",
  "ec2:DescribeNetworkAcls",
  "ec2:DescribePrefixLists",
  "ec2:DescribeVpcAttribute",
  "ec2:DescribeVpcEndpointServices",
  "elasticfilesystem:DescribeLifecycleConfiguration",
  "elasticfilesystem:DescribeMountTargetSecurityGroups",
  "elasticloadbalancing:DescribeCapacityReservation",
  "elasticloadbalancing:DescribeListenerAttributes",
  "elasticloadbalancing:DescribeLoadBalancerAttributes",
  "elasticloadbalancing:DescribeTags",
  "elasticloadbalancing:DescribeTargetGroupAttributes",
  "events:ListTagsForResource",
  "iam:ListRolePolicies",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListResourceTags",
  "lambda:GetFunctionCodeSigningConfig",
  "lambda:ListVersionsByFunction",
  "logs:ListTagsForResource",
  "rds:DescribeGlobalClusters",
  "route53:ListHostedZones",
  "route53:ListResourceRecordSets",
  "route53:ListTagsForResource",
  "s3:GetAccelerateConfiguration",
  "s3:GetBucketAcl",
  "s3:GetBucketCORS",
  "s3:GetBucketLogging",
  "s3:GetBucketObjectLockConfiguration",
  "s3:GetBucketRequestPayment",
  "s3:GetBucketWebsite",
  "s3:GetReplicationConfiguration",
  "sns:ListTagsForResource",
  "ssm:DescribeParameters",
  "ssm:ListTagsForResource",
];

/** As above, of the firewall, which is applied by itself. */
export const READ_OF_FIREWALL: readonly string[] = ["wafv2:ListTagsForResource"];

/** As above, in the analytics environment. */
export const READ_IN_ANALYTICS: readonly string[] = ["glue:GetTags"];

const TAGS = "tags follow on the first look-up, which the emulator has not or not finished";

/** Rights of a plan that neither reads with, with the reason. */
export const NEVER_READ: Readonly<Record<string, string>> = {
  "application-autoscaling:ListTagsForResource": TAGS,
  "budgets:ListTagsForResource": TAGS,
  "chatbot:GetMicrosoftTeamsChannelConfiguration":
    "the first look-up of a channel in Teams; with everything on it is Slack",
  "chatbot:ListTagsForResource": TAGS,
  "cloudtrail:GetEventSelectors": "follows on DescribeTrails; the emulator cannot finish the trail",
  "cloudtrail:GetInsightSelectors":
    "only where somebody switched Insights on: cloudtrail/trail.go, HasInsightSelectors",
  "cloudtrail:GetTrailStatus": "follows on DescribeTrails; the emulator cannot finish the trail",
  "cloudtrail:ListTags": TAGS,
  "ec2:DescribeManagedPrefixLists": "a look-up of a data source; the emulator lacks AWS's own lists",
  "ec2:GetManagedPrefixListEntries": "follows on DescribeManagedPrefixLists",
  "ecs:DescribeServiceRevisions": "later versions of the provider than 5.100, which these tests run",
  "elasticache:ListTagsForResource": TAGS,
  "globalaccelerator:DescribeAcceleratorAttributes":
    "follows on DescribeAccelerator; the emulator has no such service",
  "globalaccelerator:ListTagsForResource": TAGS,
  "guardduty:ListTagsForResource": TAGS,
  "lambda:ListTags": "tags of event source mappings; those of a function come with it",
  "rds:DescribeDBClusterParameters": "follows on DescribeDBClusterParameterGroups",
  "route53resolver:ListTagsForResource": TAGS,
  "s3:ListTagsForResource":
    "tags since provider 6.23: hashicorp/terraform-provider-aws 45251. These tests run 5.100",
  "sagemaker:ListTags": TAGS,
  "secretsmanager:ListSecretVersionIds":
    "since provider 6.26: hashicorp/terraform-provider-aws 44876. These tests run 5.100",
  "ses:DescribeActiveReceiptRuleSet":
    "a look-up of a data source of mail that comes in, which no applied stack has",
  "sqs:ListQueueTags": TAGS,
};
