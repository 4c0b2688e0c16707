import type { PlannedStack } from "../../../plan/planned-stack";
import type { PlannedResource } from "../../../plan/resource";
import {
  allowsNotEverything,
  allowsNoWholeService,
  decryptsNotWithEveryKey,
  hasNoWildcard,
  statements,
} from "../policies";
import { names, partsOf, REF, type StateRule, where } from "../state-rule";

const INLINE = ["aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy"];
const ALL = [...INLINE, "aws_iam_policy"];
const policy = (action: string, resource: string) => ({
  values: {
    policy: JSON.stringify({ Statement: [{ Effect: "Allow", Action: [action], Resource: [resource] }] }),
  },
});
const NARROW = policy("s3:GetObject", "arn:aws:s3:::records/one");

export const identities: readonly StateRule[] = [
  {
    nag: "IAMPolicyNoStatementsWithAdminAccess",
    controls: ["IAM.1"],
    types: ALL,
    check: statements("policy", allowsNotEverything),
    severity: "danger",
    says: "allows everything",
    why: "Whoever has it can read every record, and delete it.",
    bad: policy("*", "*"),
    good: NARROW,
  },
  {
    nag: "IAMPolicyNoStatementsWithFullAccess",
    controls: ["IAM.21"],
    types: ALL,
    check: statements("policy", allowsNoWholeService),
    severity: "warning",
    says: "allows all actions of a service",
    why: "It also allows what AWS adds to the service later.",
    bad: policy("s3:*", "arn:aws:s3:::records"),
    good: NARROW,
  },
  {
    nag: "IAMNoWildcardPermissions",
    types: ALL,
    check: statements("policy", hasNoWildcard),
    severity: "notice",
    says: "has a wildcard in a statement",
    why: "It may allow more than is meant: each needs a reason.",
    bad: policy("s3:GetObject", "arn:aws:s3:::records/*"),
    good: NARROW,
  },
  {
    controls: ["KMS.2"],
    types: INLINE,
    check: statements("policy", decryptsNotWithEveryKey),
    severity: "warning",
    says: "decrypts with every key",
    why: "What the owner of a key meant to keep apart can be read.",
    bad: policy("kms:Decrypt", "*"),
    good: policy("kms:Decrypt", "arn:aws:kms:us-east-1:123456789012:key/1"),
  },
  {
    controls: ["KMS.1"],
    types: ["aws_iam_policy"],
    // AWS leaves out what is a boundary, which allows nothing by itself (`excludePermissionBoundaryPolicy`).
    check: where(isNoBoundary, statements("policy", decryptsNotWithEveryKey)),
    severity: "warning",
    says: "decrypts with every key",
    why: "What the owner of a key meant to keep apart can be read by everybody who has the policy.",
    bad: policy("kms:ReEncryptFrom", "*"),
    good: policy("kms:Decrypt", "arn:aws:kms:us-east-1:123456789012:key/1"),
  },
  {
    nag: "IAMNoInlinePolicy",
    types: INLINE,
    check: () => "failed",
    severity: "notice",
    says: "is written into its role",
    why: "Policies of their own can be looked at, compared and given to several roles.",
    bad: NARROW,
    good: { values: {} },
  },
  {
    nag: "IAMUserNoPolicies",
    controls: ["IAM.2"],
    types: ["aws_iam_user_policy", "aws_iam_user_policy_attachment"],
    check: () => "failed",
    severity: "warning",
    says: "is given to a user",
    why: "A user's credentials do not expire; rights belong to roles and groups.",
    bad: NARROW,
    good: { values: {} },
  },
  {
    nag: "IAMUserGroupMembership",
    types: ["aws_iam_user"],
    check: (user, stack) =>
      partsOf(user, stack, "aws_iam_user_group_membership", "user").length > 0 ? "passed" : "failed",
    severity: "notice",
    says: "is in no group",
    why: "Its rights are its own, and nobody sees them beside those of others.",
    bad: { values: { name: REF } },
    good: { values: { name: REF }, parts: { aws_iam_user_group_membership: { user: REF } } },
  },
  {
    nag: "IAMNoManagedPolicies",
    types: [
      "aws_iam_role_policy_attachment",
      "aws_iam_user_policy_attachment",
      "aws_iam_group_policy_attachment",
    ],
    check: (attachment) =>
      /^arn:aws[a-z-]*:iam::aws:policy\//.test(attachment.text("policy_arn") ?? "") ? "failed" : "passed",
    severity: "notice",
    says: "gives a policy of AWS's own",
    why: "It allows more than is needed, and AWS may add to it.",
    bad: { values: { policy_arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" } },
    good: { values: { policy_arn: "arn:aws:iam::123456789012:policy/own" } },
  },
];

function isNoBoundary(policy: PlannedResource, { after }: PlannedStack): boolean {
  return !after.some(
    (identity) =>
      ["aws_iam_role", "aws_iam_user"].includes(identity.type) &&
      names(identity, "permissions_boundary", policy),
  );
}
