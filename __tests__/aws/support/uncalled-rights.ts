/** Rights of a deploy that no change of one argument calls: they follow on another call. The applied stacks have them. */
export const AFTER_THE_FIRST: readonly string[] = [
  "ec2:AttachInternetGateway",
  "ec2:DeleteInternetGateway",
  "ec2:DeleteRouteTable",
  "ec2:DescribeSecurityGroupRules",
  "ec2:ReleaseAddress",
  "ecs:DeleteService",
  "elasticfilesystem:CreateMountTarget",
  "kms:EnableKeyRotation",
  "lambda:CreateFunction",
  "route53:ChangeResourceRecordSets",
  "route53:GetChange",
  "s3:CreateBucket",
];

/** As above, of the firewall, which is applied by itself. */
export const FIREWALL_AFTER_THE_FIRST: readonly string[] = [
  "wafv2:CreateWebACL",
  "wafv2:DeleteWebACL",
  "wafv2:UpdateWebACL",
];

/**
 * Rights of a deploy that neither calls, with the reason. "Puts back" and "takes away" are about what somebody changed by
 * hand, in an argument whose value the provider reads and the stack leaves to its default: the next deploy undoes it, as
 * docs/incident.md says. Files are those of hashicorp/terraform-provider-aws below internal/service, read on 2026-11-30.
 */
export const NEVER_CALLED: Readonly<Record<string, string>> = {
  "cloudtrail:StartLogging": "follows on CreateTrail, which the emulator cannot finish",
  "ec2:AssociateSubnetCidrBlock":
    "gives a subnet its IPv6 range again where somebody took it away: ec2/vpc_subnet.go",
  "ec2:AssociateVpcCidrBlock": "gives the VPC its IPv6 range again where somebody took it away: ec2/vpc_.go",
  "ec2:DeleteNetworkInterface": "only where a service has left an interface behind",
  "ec2:DetachNetworkInterface": "only where a service has left an interface behind",
  "elasticloadbalancing:ModifyListenerAttributes":
    "follows on CreateListener, in versions that send attributes nobody gave: elbv2/listener.go",
  "globalaccelerator:DeleteAccelerator": "follows on UpdateAccelerator; the emulator has no such service",
  "globalaccelerator:DescribeAccelerator": "follows on CreateListener; the emulator has no such service",
  "globalaccelerator:UpdateAcceleratorAttributes":
    "follows on CreateAccelerator; the emulator has no such service",
  "iam:DeleteAccessKey": "only where the user has a key",
  "iam:DeleteUser": "follows on look-ups that the emulator lacks",
  "iam:ListServiceSpecificCredentials": "follows on look-ups that the emulator lacks",
  "iam:ListSigningCertificates": "follows on look-ups that the emulator lacks",
  "iam:UpdateRole": "puts back how long sessions last: iam/role.go, max_session_duration",
  "iam:UpdateRoleDescription": "takes away a description that somebody gave: iam/role.go",
  "lambda:DeleteFunctionConcurrency":
    "takes away a limit that somebody set, which can stop a function: lambda/function.go",
  "rds:CreateDBClusterSnapshot": "AWS asks for it where DeleteDBCluster takes a last snapshot",
  "rds:EnableHttpEndpoint": "enable_data_api from false to true: rds/cluster.go. The other way is called",
  "s3:DeleteObject": "only where something is in the bucket",
  "s3:DeleteObjectVersion": "only where something is in the bucket",
  "s3:GetObjectVersion": "only where something is in the bucket",
  "s3:TagResource": "tags since provider 6.23: hashicorp/terraform-provider-aws 45251. These tests run 5.100",
  "s3:UntagResource":
    "tags since provider 6.23: hashicorp/terraform-provider-aws 45251. These tests run 5.100",
  "sagemaker:UpdateUserProfile": "takes away settings that somebody gave the user: sagemaker/user_profile.go",
  "secretsmanager:GetRandomPassword":
    "the log has no type for calls of an ephemeral value; openemr-apply counts them",
  "secretsmanager:UpdateSecretVersionStage":
    "takes AWSPREVIOUS from a value that a rotation replaced, before it is deleted: secretsmanager/secret_version.go",
  "sns:SetSubscriptionAttributes":
    "takes away a filter that somebody set, which can hide alarms: sns/topic_subscription.go",
};
