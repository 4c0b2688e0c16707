import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import { type PolicyStatement, policyDocument } from "../aws/policy-document";
import { IAM_PATH } from "./job-role";
import type { StateAccess } from "./state-access";

export interface PermissionsBoundaryProps {
  readonly installation: Installation;
  readonly state: StateAccess;
  /** First parts of the names of everything in an installation, one for each environment. */
  readonly prefixes: readonly string[];
}

/**
 * The most that a role or user of an installation can be allowed: everything but to make or change identities, to
 * become another one, and to touch states. Without it, whoever may write roles may write one that may do everything.
 */
export class PermissionsBoundary extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { installation, state, prefixes }: PermissionsBoundaryProps) {
    super(scope, id);
    const { partition, accountId } = installation;
    const own = (kind: "role" | "user") =>
      prefixes.map((prefix) => `arn:${partition}:iam::${accountId}:${kind}/${prefix}-*`);
    const statements: PolicyStatement[] = [
      {
        sid: "EverythingElse",
        notActions: ["account:*", "iam:*", "organizations:*", "sts:*"],
        resources: ["*"],
      },
      // A function makes and rotates the access keys that mail is sent with; export and analysis pass roles on.
      {
        sid: "OwnKeys",
        actions: ["iam:CreateAccessKey", "iam:DeleteAccessKey", "iam:ListAccessKeys"],
        resources: own("user"),
      },
      { sid: "OwnRoles", actions: ["iam:GetRole", "iam:PassRole"], resources: own("role") },
    ];
    if (state.places.length > 0) {
      statements.push({
        sid: "NoStates",
        effect: "Deny",
        actions: ["dynamodb:*", "s3:*"],
        resources: state.places,
      });
    }
    this.arn = new IamPolicy(this, "Default", {
      name: installation.names.of("boundary", "role"),
      path: IAM_PATH,
      description: "The most that the roles and users of an installation can be allowed",
      policy: policyDocument(statements),
    }).arn;
  }
}
