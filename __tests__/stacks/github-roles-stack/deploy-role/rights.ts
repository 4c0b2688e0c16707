import type { RequestContext } from "../../../support/iam-evaluation";
import { type AppliedRoles, IN_REGION } from "../applied-roles";

/** A call in the region of the installation, of a resource with the tags of an environment. */
export const tagged = (environment: string) => ({
  ...IN_REGION,
  "aws:ResourceTag/Application": "openemr",
  "aws:ResourceTag/Environment": environment,
});

/** The answers of IAM to the role that deploys production. */
export const deployRights = (roles: AppliedRoles) => ({
  deploy: (action: string, resource: string, context: RequestContext = IN_REGION) =>
    roles.permissionsOf("production_deploy").allows(action, resource, context),
  boundary: () => ({
    "iam:PermissionsBoundary": roles.text("aws_iam_policy.production_boundary[0]", "arn"),
  }),
});
