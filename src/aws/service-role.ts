import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Installation } from "./installation";
import { type PolicyStatement, policyDocument, trustService } from "./policy-document";

/** The role's name, and the service that assumes it. */
export interface ServiceRoleProps {
  readonly installation: Installation;
  /** Last part of the name but the region, e.g. `flow-log`. */
  readonly name: string;
  /** The service that assumes the role, e.g. `ecs-tasks.amazonaws.com`. */
  readonly service: string;
  /** Ties the trust to this account or one resource; null sets none. @default - the service acts for this account */
  readonly trustConditions?: PolicyStatement["conditions"] | null;
  /** Rights of the role. @default - none beyond the managed policies */
  readonly statements?: readonly PolicyStatement[];
  /** Paths of AWS managed policies, e.g. `service-role/AWSBackupServiceRolePolicyForBackup`. @default - none */
  readonly managedPolicies?: Readonly<Record<string, string>>;
}

/** A role for an AWS service, with an inline policy so that a plan shows both together. */
export class ServiceRole extends Construct {
  readonly role: IamRole;
  readonly arn: string;
  readonly name: string;
  /** The policies of the role. A service that starts with the role waits for these. */
  readonly permissions: ITerraformDependable[] = [];

  constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    super(scope, id);
    const { installation, name, service, statements = [], managedPolicies = {} } = props;
    const { trustConditions = installation.onBehalfOfThisAccount } = props;
    this.role = new IamRole(this, "Default", {
      name: installation.names.of(name, "role"),
      assumeRolePolicy: trustService(service, trustConditions ?? undefined),
    });
    this.arn = this.role.arn;
    this.name = this.role.name;
    if (statements.length > 0) {
      this.permissions.push(
        new IamRolePolicy(this, "policy", {
          name,
          role: this.role.name,
          policy: policyDocument(statements),
        }),
      );
    }
    for (const [policyId, path] of Object.entries(managedPolicies)) {
      this.permissions.push(
        new IamRolePolicyAttachment(this, policyId, {
          role: this.role.name,
          policyArn: installation.awsPolicyArn(path),
        }),
      );
    }
  }
}
