import { arnAt, type Place } from "../aws/place";
import type { PolicyStatement } from "../aws/policy-document";

/**
 * Actions that change or delete things whose names AWS makes up. They are denied on what has no tags of the application.
 * All of these know the tags of what they are about.
 */
export const TAGGED_ACTIONS: readonly string[] = [
  "acm:DeleteCertificate",
  "application-autoscaling:DeleteScalingPolicy",
  "application-autoscaling:DeregisterScalableTarget",
  "backup:CreateBackupSelection",
  "backup:DeleteBackupPlan",
  "backup:DeleteBackupSelection",
  "backup:UpdateBackupPlan",
  "ec2:DeleteFlowLogs",
  "ec2:DeleteInternetGateway",
  "ec2:DeleteNatGateway",
  "ec2:DeleteRouteTable",
  "ec2:DeleteSubnet",
  "ec2:DeleteVpc",
  "ec2:DeleteVpcEndpoints",
  "elasticfilesystem:DeleteAccessPoint",
  "elasticfilesystem:DeleteFileSystemPolicy",
  "elasticfilesystem:DeleteMountTarget",
  "elasticfilesystem:ModifyMountTargetSecurityGroups",
  "elasticfilesystem:PutFileSystemPolicy",
  "elasticfilesystem:PutLifecycleConfiguration",
  "elasticfilesystem:UpdateFileSystem",
  "emr-serverless:DeleteApplication",
  "emr-serverless:UpdateApplication",
  "globalaccelerator:DeleteAccelerator",
  "globalaccelerator:UpdateAccelerator",
  "globalaccelerator:UpdateAcceleratorAttributes",
  "guardduty:DeleteDetector",
  "guardduty:UpdateDetector",
  "kms:DisableKeyRotation",
  "kms:PutKeyPolicy",
  "kms:UpdateKeyDescription",
  "route53resolver:DeleteResolverQueryLogConfig",
  "route53resolver:DisassociateResolverQueryLogConfig",
  "sagemaker:DeleteDomain",
  "sagemaker:DeleteUserProfile",
  "sagemaker:UpdateDomain",
  "sagemaker:UpdateUserProfile",
];

/** Actions that give or take tags of things whose ids tell whether they exist already. */
export const TAGGING_BY_ID: readonly string[] = [
  "acm:AddTagsToCertificate",
  "acm:RemoveTagsFromCertificate",
  "application-autoscaling:TagResource",
  "application-autoscaling:UntagResource",
  "backup:TagResource",
  "backup:UntagResource",
  "emr-serverless:TagResource",
  "emr-serverless:UntagResource",
  "globalaccelerator:TagResource",
  "globalaccelerator:UntagResource",
  "guardduty:TagResource",
  "guardduty:UntagResource",
  "kms:TagResource",
  "kms:UntagResource",
  "route53resolver:TagResource",
  "route53resolver:UntagResource",
];

/** Actions that give a key a name: one with the name of an installation would let a foreign key pass for its own. */
const NAMING_BY_ID: readonly string[] = ["kms:CreateAlias", "kms:UpdateAlias"];

/**
 * Forms of the ids of things that exist. While one is made with tags, IAM is asked about `*` in the id's place, which
 * none of these matches.
 */
const EXISTING: readonly string[] = [
  "arn:{partition}:acm:{region}:{account}:certificate/????????-*",
  "arn:{partition}:application-autoscaling:{region}:{account}:scalable-target/????????????????*",
  "arn:{partition}:backup:{region}:{account}:backup-plan:????????-*",
  "arn:{partition}:emr-serverless:{region}:{account}:/applications/????????????????",
  "arn:{partition}:globalaccelerator::{account}:accelerator/????????-*",
  "arn:{partition}:guardduty:{region}:{account}:detector/????????????????????????????????",
  // In any region: copies have their key in another one.
  "arn:{partition}:kms:*:{account}:key/????????-*",
  "arn:{partition}:kms:*:{account}:key/mrk-*",
  "arn:{partition}:route53resolver:{region}:{account}:resolver-query-log-config/rqlc-*",
];

/** Keys of conditions that are there only while a thing is made, by the actions that give or take tags. */
export const TAGGING_BY_CREATION: Readonly<Record<string, readonly string[]>> = {
  "elasticfilesystem:CreateAction": ["elasticfilesystem:TagResource", "elasticfilesystem:UntagResource"],
  "sagemaker:TaggingAction": ["sagemaker:AddTags", "sagemaker:DeleteTags"],
};

/** EC2 says which action makes a thing, while that gives it its tags. */
const TAGGING_OF_NETWORKS: readonly string[] = ["ec2:CreateTags", "ec2:DeleteTags"];

/**
 * Denies what only tags protect: changes of things without the tags of the application, and to give those tags, or
 * a name, to a thing that exists and lacks them.
 */
export function tagGuards(application: string, place: Place): PolicyStatement[] {
  const isForeign = { StringNotEquals: { "aws:ResourceTag/Application": application } };
  return [
    {
      sid: "NothingForeign",
      effect: "Deny",
      actions: TAGGED_ACTIONS,
      resources: ["*"],
      conditions: isForeign,
    },
    {
      sid: "NoTagsOfForeign",
      effect: "Deny",
      actions: [...TAGGING_BY_ID, ...NAMING_BY_ID],
      resources: EXISTING.map((form) => arnAt(form, place)),
      conditions: isForeign,
    },
    {
      // A new VPC brings a security group without tags, which gets them then.
      sid: "NoTagsOfForeignNetworks",
      effect: "Deny",
      actions: TAGGING_OF_NETWORKS,
      notResources: [arnAt("arn:{partition}:ec2:{region}:{account}:security-group/*", place)],
      conditions: { ...isForeign, Null: { "ec2:CreateAction": "true" } },
    },
    ...Object.entries(TAGGING_BY_CREATION).map(
      ([key, actions], i): PolicyStatement => ({
        sid: `NoTagsOfForeign${i + 2}`,
        effect: "Deny",
        actions,
        resources: ["*"],
        conditions: { ...isForeign, Null: { [key]: "true" } },
      }),
    ),
  ];
}
