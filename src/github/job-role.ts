import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { type PolicyStatement, policyDocument } from "../terraform/policy-document";

/**
 * Path of the roles and policies of jobs in IAM. No role of an installation has one, so what manages those by their
 * names, `role/<name>-<environment>-...`, cannot reach these.
 */
export const IAM_PATH = "/github/";

export interface JobRoleProps {
  readonly name: string;
  readonly description: string;
  readonly trust: PolicyStatement;
  /** For how long a job has its credentials. */
  readonly hours: number;
  /** ARN of the policy that lets a plan refresh. */
  readonly refreshPolicyArn: string;
  /** By the policy's name. Together at most 10,240 characters, as IAM allows a role. */
  readonly policies: Readonly<Record<string, readonly PolicyStatement[]>>;
}

/** A role that a job of GitHub Actions assumes. */
export class JobRole extends Construct {
  readonly role: IamRole;

  constructor(scope: Construct, id: string, props: JobRoleProps) {
    super(scope, id);
    const { name, description, trust, hours, refreshPolicyArn, policies } = props;
    this.role = new IamRole(this, "Default", {
      name,
      path: IAM_PATH,
      description,
      assumeRolePolicy: policyDocument([trust]),
      maxSessionDuration: hours * 3600,
    });
    new IamRolePolicyAttachment(this, "refresh", { role: this.role.name, policyArn: refreshPolicyArn });
    for (const [policy, statements] of Object.entries(policies)) {
      if (statements.length === 0) continue;
      new IamRolePolicy(this, policy, {
        name: policy,
        role: this.role.name,
        policy: policyDocument(statements),
      });
    }
  }
}
