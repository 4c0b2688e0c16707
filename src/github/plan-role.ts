import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import type { IdentityProvider } from "./identity-provider";
import { JobRole, type JobRoleProps } from "./job-role";
import { planDenyStatements, readCode } from "./plan-statements";
import type { StateAccess } from "./state-access";

export interface PlanRoleProps {
  readonly installation: Installation;
  readonly provider: IdentityProvider;
  /** As GitHub writes the repository in a token's subject. */
  readonly repository: string;
  /** The branch that is deployed. */
  readonly branch: string;
  readonly state: StateAccess;
  /** ARNs of the folders with code in the buckets of all environments. */
  readonly codeObjects: readonly string[];
  /** ARNs of the parameters that a plan reads, of all environments, none of them secret. */
  readonly declarations: readonly string[];
  /** See {@link JobRoleProps}. */
  readonly sharedPolicies: JobRoleProps["sharedPolicies"];
}

/**
 * For plans: of pull requests from branches of the repository, whose code runs with this role before anybody has read
 * it, and of the branch that is deployed. It writes nothing, not even a lock, and reads neither secrets nor data.
 */
export class PlanRole extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: PlanRoleProps) {
    super(scope, id);
    const { installation, provider, repository, branch, state, codeObjects, declarations, sharedPolicies } =
      props;
    const { role } = new JobRole(this, "Default", {
      name: installation.names.of("plan", "role"),
      description: "Plans of GitHub Actions: reads what Terraform refreshes, no secrets and no data",
      trust: provider.trust([
        `repo:${repository}:pull_request`,
        `repo:${repository}:ref:refs/heads/${branch}`,
      ]),
      hours: 1,
      sharedPolicies,
      policies: {
        read: [...state.read(), readCode(codeObjects)],
      },
      deny: planDenyStatements(declarations, [...state.statesOf("*"), ...codeObjects]),
    });
    this.arn = role.arn;
  }
}
