/** Groups of what the trail records that an operator can be told of. */
export const TRAIL_GROUPS = ["sign-in", "guards", "denied", "policies", "network"] as const;

/** Something in the audit trail that a person is told of. */
export interface TrailEvent {
  /** Name of the metric, and of the alarm with hyphens. */
  readonly metric: string;
  readonly group: (typeof TRAIL_GROUPS)[number];
  readonly says: string;
  readonly means: string;
  /** A filter pattern of CloudWatch Logs. */
  readonly pattern: string;
  /** In five minutes. @default 0 */
  readonly above?: number;
}

const named = (...names: string[]) => `(${names.map((name) => `($.eventName = ${name})`).join(" || ")})`;
const of = (service: string, ...names: string[]) =>
  `{ ($.eventSource = ${service}.amazonaws.com) && ${named(...names)} }`;

/**
 * The events that the CIS AWS Foundations Benchmark lists in its chapter on monitoring, with the patterns of AWS Security
 * Hub ("Security Hub controls for Amazon CloudWatch", CloudWatch.1 to CloudWatch.14, read on 2026-11-30). For policies of
 * IAM and for routes these name the service, which those of the benchmark do not.
 *
 * They are counted in the trail's log group and not by EventBridge, which sees only events of its own region: sign-ins of
 * the root user and changes in IAM are events of us-east-1, and calls that only read reach no rule unless it asks for all.
 */
export const TRAIL_EVENTS: readonly TrailEvent[] = [
  {
    metric: "root_used",
    group: "sign-in",
    says: "Somebody has acted as the account's root user.",
    means: "Nothing limits the root user: it can delete data and backups.",
    pattern:
      '{ ($.userIdentity.type = "Root") && ($.userIdentity.invokedBy NOT EXISTS) && ($.eventType != "AwsServiceEvent") }',
  },
  {
    metric: "sign_in_without_mfa",
    group: "sign-in",
    says: "A user of IAM has signed in to AWS without a second factor.",
    means: "Somebody with a stolen password can do the same.",
    pattern:
      '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
  },
  {
    metric: "sign_ins_failed",
    group: "sign-in",
    says: "Sign-ins to AWS fail again and again.",
    means: "Somebody may be guessing a password.",
    pattern: '{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }',
    // One person who has forgotten a password.
    above: 4,
  },
  {
    metric: "trail_changed",
    group: "guards",
    says: "A trail of CloudTrail was made, changed, stopped or deleted.",
    means: "What happens from now on may leave no trace.",
    pattern: `{ ${named("CreateTrail", "UpdateTrail", "DeleteTrail", "StartLogging", "StopLogging")} }`,
  },
  {
    metric: "key_disabled",
    group: "guards",
    says: "A key of KMS was disabled, or is to be deleted.",
    means: "Without its key all that is encrypted with it is lost: data and backups.",
    pattern: of("kms", "DisableKey", "ScheduleKeyDeletion"),
  },
  {
    metric: "config_changed",
    group: "guards",
    says: "AWS Config was changed or stopped.",
    means: "It may no longer watch what it should.",
    pattern: of(
      "config",
      "StopConfigurationRecorder",
      "DeleteDeliveryChannel",
      "PutDeliveryChannel",
      "PutConfigurationRecorder",
    ),
  },
  {
    metric: "calls_denied",
    group: "denied",
    says: "Many calls of AWS were denied.",
    means: "Somebody with stolen credentials may be trying what they can do, or a role lacks a right.",
    pattern: '{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") }',
    // A console page of somebody who may read only makes a handful.
    above: 20,
  },
  {
    metric: "iam_policies_changed",
    group: "policies",
    says: "A policy of IAM was changed, attached or detached.",
    means: "Somebody can do more than before, or less. Deployments do it, too.",
    pattern: of(
      "iam",
      ...["Group", "Role", "User"].flatMap((who) =>
        ["Delete", "Put", "Attach", "Detach"].map((change) => `${change}${who}Policy`),
      ),
      "CreatePolicy",
      "DeletePolicy",
      "CreatePolicyVersion",
      "DeletePolicyVersion",
    ),
  },
  {
    metric: "bucket_policies_changed",
    group: "policies",
    says: "A bucket's policy, access list or lifecycle was changed.",
    means: "Others may be able to read it. Deployments do it, too.",
    pattern: of(
      "s3",
      "PutBucketAcl",
      ...["Policy", "Cors", "Lifecycle", "Replication"].flatMap((what) => [
        `PutBucket${what}`,
        `DeleteBucket${what}`,
      ]),
    ),
  },
  {
    metric: "security_groups_changed",
    group: "network",
    says: "A security group was made, changed or deleted.",
    means: "Somebody may reach what nobody could before. Deployments do it, too.",
    pattern: `{ ${named(
      ...["Ingress", "Egress"].flatMap((way) => [
        `AuthorizeSecurityGroup${way}`,
        `RevokeSecurityGroup${way}`,
      ]),
      "CreateSecurityGroup",
      "DeleteSecurityGroup",
    )} }`,
  },
  {
    metric: "network_acls_changed",
    group: "network",
    says: "A network access list was changed.",
    means: "Subnets may be reached in another way than before.",
    pattern: `{ ${named(
      ...["Create", "Delete"].flatMap((change) => [`${change}NetworkAcl`, `${change}NetworkAclEntry`]),
      "ReplaceNetworkAclEntry",
      "ReplaceNetworkAclAssociation",
    )} }`,
  },
  {
    metric: "gateways_changed",
    group: "network",
    says: "A gateway of a VPC was made, attached, detached or deleted.",
    means: "A network may have another way out, or none.",
    pattern: `{ ${named(
      ...["Create", "Delete"].flatMap((change) => [`${change}CustomerGateway`, `${change}InternetGateway`]),
      "AttachInternetGateway",
      "DetachInternetGateway",
    )} }`,
  },
  {
    metric: "routes_changed",
    group: "network",
    says: "A route or a route table was changed.",
    means: "Traffic may go another way than before.",
    pattern: of(
      "ec2",
      ...["Create", "Delete"].flatMap((change) => [`${change}Route`, `${change}RouteTable`]),
      "ReplaceRoute",
      "ReplaceRouteTableAssociation",
      "DisassociateRouteTable",
    ),
  },
  {
    metric: "vpcs_changed",
    group: "network",
    says: "A VPC or a peering of VPCs was made, changed or deleted.",
    means: "Another network may reach this one.",
    pattern: `{ ${named(
      "CreateVpc",
      "DeleteVpc",
      "ModifyVpcAttribute",
      ...["Accept", "Create", "Delete", "Reject"].map((change) => `${change}VpcPeeringConnection`),
      ...["Attach", "Detach"].map((change) => `${change}ClassicLinkVpc`),
      ...["Disable", "Enable"].map((change) => `${change}VpcClassicLink`),
    )} }`,
  },
];
