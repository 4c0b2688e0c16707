import { arnAt, type Place } from "../aws/place";
import type { PolicyStatement } from "../aws/policy-document";
import { identityActions } from "./deploy-rights";
import { SERVICES_WITH_OWN_ROLES, SERVICES_WITH_ROLES } from "./service-principals";

/** Actions that give or take rights. IAM compares the boundary that the role or user has, or is given, with each. */
const BOUNDED: readonly string[] = [
  "iam:AttachRolePolicy",
  "iam:CreateRole",
  "iam:CreateUser",
  "iam:DeleteRolePolicy",
  "iam:DeleteUserPolicy",
  "iam:DetachRolePolicy",
  "iam:PutRolePermissionsBoundary",
  "iam:PutRolePolicy",
  "iam:PutUserPermissionsBoundary",
  "iam:PutUserPolicy",
];

/** Rights of a deploy over roles and users of its installation: none gives rights beyond the boundary. */
export function identityRights(place: Place, boundaryArn: string): PolicyStatement[] {
  const role = arnAt("arn:{partition}:iam::{account}:role/{prefix}-*", place);
  const own = [role, arnAt("arn:{partition}:iam::{account}:user/{prefix}-*", place)];
  const actions = identityActions();
  return [
    {
      sid: "BoundedIdentities",
      actions: actions.filter((action) => BOUNDED.includes(action)),
      resources: own,
      conditions: { StringEquals: { "iam:PermissionsBoundary": boundaryArn } },
    },
    {
      sid: "OwnIdentities",
      actions: actions.filter((action) => !BOUNDED.includes(action)),
      resources: own,
    },
    {
      sid: "PassOwnRoles",
      actions: ["iam:PassRole"],
      resources: [role],
      conditions: { StringEquals: { "iam:PassedToService": SERVICES_WITH_ROLES } },
    },
    {
      sid: "RolesOfServices",
      actions: ["iam:CreateServiceLinkedRole"],
      resources: [arnAt("arn:{partition}:iam::{account}:role/aws-service-role/*", place)],
      conditions: { StringEquals: { "iam:AWSServiceName": SERVICES_WITH_OWN_ROLES } },
    },
  ];
}
