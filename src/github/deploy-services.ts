/**
 * Services of which an installation has parts in its own region. A deploy may do everything in them there: a list by
 * name of what the provider calls for each change would be wrong at the first forgotten one, in the middle of an apply.
 */
export const REGIONAL_SERVICES: readonly string[] = [
  "acm",
  "application-autoscaling",
  "backup",
  "backup-storage",
  "cloudtrail",
  "cloudwatch",
  "ecs",
  "elasticache",
  "elasticfilesystem",
  "elasticloadbalancing",
  "emr-serverless",
  "events",
  "glue",
  "kms",
  "lambda",
  "logs",
  "rds",
  "sagemaker",
  "scheduler",
  "ses",
  "sns",
  "sqs",
  "wafv2",
];

/**
 * EC2 is servers as well, of which an installation has none: its network alone, by name. Services ask for those of
 * network interfaces where they make theirs on behalf of who calls them.
 */
export const NETWORK_ACTIONS: readonly string[] = [
  "AllocateAddress",
  "AssociateRouteTable",
  "AssociateSubnetCidrBlock",
  "AssociateVpcCidrBlock",
  "AttachInternetGateway",
  "AuthorizeSecurityGroupEgress",
  "AuthorizeSecurityGroupIngress",
  "CreateFlowLogs",
  "CreateInternetGateway",
  "CreateNatGateway",
  "CreateNetworkInterface",
  "CreateNetworkInterfacePermission",
  "CreateRoute",
  "CreateRouteTable",
  "CreateSecurityGroup",
  "CreateSubnet",
  "CreateTags",
  "CreateVpc",
  "CreateVpcEndpoint",
  "DeleteFlowLogs",
  "DeleteInternetGateway",
  "DeleteNatGateway",
  "DeleteNetworkInterface",
  "DeleteRoute",
  "DeleteRouteTable",
  "DeleteSecurityGroup",
  "DeleteSubnet",
  "DeleteTags",
  "DeleteVpc",
  "DeleteVpcEndpoints",
  "DescribeAccountAttributes",
  "DescribeNetworkInterfaces",
  "DetachInternetGateway",
  "DetachNetworkInterface",
  "DisassociateAddress",
  "DisassociateRouteTable",
  "DisassociateSubnetCidrBlock",
  "DisassociateVpcCidrBlock",
  "GetSecurityGroupsForVpc",
  "ModifyNetworkInterfaceAttribute",
  "ModifySecurityGroupRules",
  "ModifySubnetAttribute",
  "ModifyVpcAttribute",
  "ModifyVpcEndpoint",
  "ReleaseAddress",
  "ReplaceRoute",
  "ReplaceRouteTableAssociation",
  "RevokeSecurityGroupEgress",
  "RevokeSecurityGroupIngress",
  "UpdateSecurityGroupRuleDescriptionsEgress",
  "UpdateSecurityGroupRuleDescriptionsIngress",
].map((action) => `ec2:${action}`);

/** Services outside of any region. */
export const GLOBAL_ACTIONS: readonly string[] = [
  "globalaccelerator:*",
  // The provider looks through all for those of a user that it removes.
  "iam:ListVirtualMFADevices",
  // For the private names of endpoints.
  "route53:AssociateVPCWithHostedZone",
  "route53:ChangeResourceRecordSets",
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
  "rds",
  "wafv2",
].map((service) => `${service}.amazonaws.com`);

/** What cannot be brought back, or brings down the protection of what could not. A person does it, or nobody. */
export const FINAL_ACTIONS: readonly string[] = [
  "backup:DeleteBackupVault",
  "backup:DeleteBackupVaultLockConfiguration",
  "backup:DeleteRecoveryPoint",
  "backup:DisassociateRecoveryPoint",
  "backup:PutBackupVaultAccessPolicy",
  "cloudtrail:DeleteTrail",
  "cloudtrail:StopLogging",
  "elasticfilesystem:DeleteFileSystem",
  "kms:DeleteImportedKeyMaterial",
  "kms:DisableKey",
  "kms:ScheduleKeyDeletion",
  "rds:DeleteDBCluster",
  "rds:DeleteDBClusterAutomatedBackup",
  "rds:DeleteDBClusterSnapshot",
];
