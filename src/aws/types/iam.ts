import type { AwsTypes, DataSources } from "./aws-type";

const ROLE = "arn:{partition}:iam::{account}:role/{prefix}-*";
const USER = "arn:{partition}:iam::{account}:user/{prefix}-*";

/** Identities. Deploys may give rights only within the permissions boundary: see DeployRole. */
export const iamTypes: AwsTypes = {
  aws_iam_policy: {
    one: "IAM policy",
    many: "IAM policies",
    free: true,
    reads: ["iam:GetPolicy", "iam:GetPolicyVersion"],
    writes: {},
    administered: true,
  },
  aws_iam_role: {
    one: "IAM role",
    free: true,
    reads: ["iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"],
    writes: {
      create: ["iam:CreateRole", "iam:TagRole"],
      update: [
        "iam:PutRolePermissionsBoundary",
        "iam:TagRole",
        "iam:UntagRole",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateRole",
        "iam:UpdateRoleDescription",
      ],
      delete: ["iam:DeleteRole", "iam:ListInstanceProfilesForRole"],
    },
    arn: ROLE,
  },
  aws_iam_role_policy: {
    one: "IAM role policy",
    many: "IAM role policies",
    free: true,
    reads: ["iam:GetRolePolicy"],
    writes: {
      create: ["iam:PutRolePolicy"],
      update: ["iam:PutRolePolicy"],
      delete: ["iam:DeleteRolePolicy"],
    },
    arn: ROLE,
  },
  aws_iam_role_policy_attachment: {
    one: "attached IAM policy",
    many: "attached IAM policies",
    free: true,
    reads: ["iam:ListAttachedRolePolicies"],
    writes: { create: ["iam:AttachRolePolicy"], delete: ["iam:DetachRolePolicy"] },
    arn: ROLE,
  },
  aws_iam_user: {
    one: "IAM user",
    free: true,
    reads: ["iam:GetUser", "iam:ListUserTags"],
    writes: {
      create: ["iam:CreateUser", "iam:TagUser"],
      update: ["iam:PutUserPermissionsBoundary", "iam:TagUser", "iam:UntagUser", "iam:UpdateUser"],
      // The provider looks for all that a user can have, and takes it away first.
      delete: [
        "iam:DeleteAccessKey",
        "iam:DeleteLoginProfile",
        "iam:DeleteUser",
        "iam:ListAccessKeys",
        "iam:ListAttachedUserPolicies",
        "iam:ListGroupsForUser",
        "iam:ListMFADevices",
        "iam:ListSSHPublicKeys",
        "iam:ListServiceSpecificCredentials",
        "iam:ListSigningCertificates",
        "iam:ListUserPolicies",
        "iam:ListVirtualMFADevices",
      ],
    },
    arn: USER,
    anywhere: ["iam:ListVirtualMFADevices"],
  },
  aws_iam_user_policy: {
    one: "IAM user policy",
    many: "IAM user policies",
    free: true,
    reads: ["iam:GetUserPolicy"],
    writes: {
      create: ["iam:PutUserPolicy"],
      update: ["iam:PutUserPolicy"],
      delete: ["iam:DeleteUserPolicy"],
    },
    arn: USER,
  },
  aws_iam_openid_connect_provider: {
    one: "identity provider",
    free: true,
    reads: ["iam:GetOpenIDConnectProvider"],
    writes: {},
    administered: true,
  },
};

/** Both ask who one is, which needs no permission. */
export const iamDataSources: DataSources = {
  aws_caller_identity: { reads: [] },
  aws_partition: { reads: [] },
};
