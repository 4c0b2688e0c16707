import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { type PolicyStatement, policyDocument } from "../aws/policy-document";

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
  /** ARNs of the policies that every job has, by the name of the attachment. */
  readonly sharedPolicies: Readonly<Record<string, string>>;
  /** Statements by the name of an inline policy. Together at most 10,240 characters, as IAM allows a role. */
  readonly policies: Readonly<Record<string, readonly PolicyStatement[]>>;
  /** Statements by the name of a managed policy, of at most 6,144 characters each. @default - none */
  readonly managedPolicies?: Readonly<Record<string, readonly PolicyStatement[]>>;
  /** Deny statements, which hold whatever else is attached to the role: a managed policy of their own. */
  readonly deny: readonly PolicyStatement[];
}

/** A role that a job of GitHub Actions assumes. */
export class JobRole extends Construct {
  readonly role: IamRole;

  constructor(scope: Construct, id: string, props: JobRoleProps) {
    super(scope, id);
    const { name, description, trust, hours, sharedPolicies, policies, managedPolicies = {}, deny } = props;
    this.role = new IamRole(this, "Default", {
      name,
      path: IAM_PATH,
      description,
      assumeRolePolicy: policyDocument([trust]),
      maxSessionDuration: hours * 3600,
    });
    const manage = (id: string, statements: readonly PolicyStatement[], purpose: string) =>
      new IamPolicy(this, id, {
        name: `${name}-${id}`,
        path: IAM_PATH,
        description: purpose,
        policy: policyDocument(statements),
      }).arn;
    const attached: Record<string, string> = {
      ...sharedPolicies,
      own_guard: manage("guard", deny, `Denied to the role ${name}`),
    };
    for (const [policy, statements] of Object.entries(managedPolicies)) {
      attached[`own_${policy}`] = manage(policy, statements, `Allowed to the role ${name}`);
    }
    for (const [policy, policyArn] of Object.entries(attached)) {
      new IamRolePolicyAttachment(this, policy, { role: this.role.name, policyArn });
    }
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
