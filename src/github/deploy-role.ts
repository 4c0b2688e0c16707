import { Construct } from "constructs";
import { type DeployLimits, deployPolicies } from "./deploy-policies";
import type { DeployTarget } from "./deploy-target";
import type { IdentityProvider } from "./identity-provider";
import { JobRole, type JobRoleProps } from "./job-role";
import type { PermissionsBoundary } from "./permissions-boundary";

export interface DeployRoleProps extends Omit<DeployLimits, "boundaryArn"> {
  readonly target: DeployTarget;
  readonly provider: IdentityProvider;
  /** As GitHub writes the repository in a token's subject. */
  readonly repository: string;
  /** The branch that is deployed. */
  readonly branch: string;
  readonly boundary: PermissionsBoundary;
  /** See {@link JobRoleProps}. */
  readonly sharedPolicies: JobRoleProps["sharedPolicies"];
}

/**
 * For the deploy of one environment: from one branch, by a job of GitHub's environment of that name, whose reviewers
 * have agreed. It changes what belongs to that installation: by name where names are known beforehand, else in its
 * region and by tags. It makes no role without the boundary, and cannot reach its own. It reads no data, destroys
 * neither data nor backups, and leaves the audit trail as it is.
 */
export class DeployRole extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: DeployRoleProps) {
    super(scope, id);
    const { target, provider, repository, branch, boundary, hostedZoneArn, hasHostedZone, sharedPolicies } =
      props;
    const { environment, names } = target;
    const { change, forbidden, ...managedPolicies } = deployPolicies(target, {
      boundaryArn: boundary.arn,
      hostedZoneArn,
      hasHostedZone,
    });
    const { role } = new JobRole(this, "Default", {
      name: names.of("github-deploy", "role"),
      description: `Deploys of the environment ${environment} by GitHub Actions`,
      trust: provider.trust([`repo:${repository}:environment:${environment}`], `refs/heads/${branch}`),
      hours: 2,
      sharedPolicies,
      policies: { change },
      managedPolicies,
      deny: forbidden,
    });
    this.arn = role.arn;
  }
}
