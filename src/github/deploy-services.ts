/**
 * Services whose resources carry the installation's name in their ARN: what follows region and account in it, of a
 * prefix of names. A deploy may do everything in them to what has such a name: a list by name of what the provider
 * calls for each change would be wrong at the first forgotten one, in the middle of an apply.
 */
export const NAMED_SERVICES: Readonly<Record<string, (prefix: string) => readonly string[]>> = {
  ecs: (prefix) => [`*/${prefix}-*`],
  elasticache: (prefix) => [`*:${prefix}-*`],
  events: (prefix) => [`rule/${prefix}-*`],
  lambda: (prefix) => [`*:${prefix}-*`],
  // Instances have groups of options and parameters that belong to AWS.
  rds: (prefix) => [`*:${prefix}-*`, "og:default*", "pg:default*"],
  scheduler: (prefix) => [`schedule/*/${prefix}-*`],
  secretsmanager: (prefix) => [`secret:${prefix}-*`],
  sns: (prefix) => [`${prefix}-*`],
  sqs: (prefix) => [`${prefix}-*`],
};

/** Services whose resources have names that AWS makes up. A deploy may do everything in them in its region. */
export const REGIONAL_SERVICES: readonly string[] = [
  "acm",
  "application-autoscaling",
  "backup",
  "backup-storage",
  "cloudtrail",
  "cloudwatch",
  "elasticfilesystem",
  "elasticloadbalancing",
  "emr-serverless",
  "glue",
  "kms",
  "logs",
  "sagemaker",
  "ses",
  "wafv2",
];

/** What named services do to nothing that has a name. */
export const UNNAMED_ACTIONS: readonly string[] = [
  "ecs:DeregisterTaskDefinition",
  "ecs:RegisterTaskDefinition",
  "secretsmanager:GetRandomPassword",
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
  "sagemaker",
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
