import { Construct } from "constructs";
import { arnAt } from "../aws/place";
import type { PolicyStatement } from "../aws/policy-document";
import type { Value } from "../terraform/expression";
import { copyRights } from "./copy-rights";
import { deployDenyStatements } from "./deploy-deny-statements";
import { deployRights, keyRights } from "./deploy-rights";
import type { DeployTarget } from "./deploy-target";
import type { IdentityProvider } from "./identity-provider";
import { identityRights } from "./identity-rights";
import { JobRole, type JobRoleProps } from "./job-role";
import type { PermissionsBoundary } from "./permissions-boundary";
import { READ_PARAMETER } from "./plan-statements";

export interface DeployRoleProps {
  readonly target: DeployTarget;
  readonly provider: IdentityProvider;
  /** As GitHub writes the repository in a token's subject. */
  readonly repository: string;
  /** The branch that is deployed. */
  readonly branch: string;
  readonly boundary: PermissionsBoundary;
  /** ARN of the hosted zone whose records the environment has; anything where {@link hasHostedZone} is false. */
  readonly hostedZoneArn: string;
  /** Terraform expression of type bool. */
  readonly hasHostedZone: Value<boolean>;
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

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DeployRoleProps,
  ) {
    super(scope, id);
    const { target, provider, repository, branch, boundary, sharedPolicies } = props;
    const { application, environment, names, place, copies, state } = target;
    const { data, named, unnamed } = deployRights(place);
    const tags = { Application: application, Environment: environment };
    const { role } = new JobRole(this, "Default", {
      name: names.of("github-deploy", "role"),
      description: `Deploys of the environment ${environment} by GitHub Actions`,
      trust: provider.trust([`repo:${repository}:environment:${environment}`], `refs/heads/${branch}`),
      hours: 2,
      sharedPolicies,
      policies: { change: named },
      managedPolicies: {
        data,
        network: [...unnamed, ...copyRights(copies, tags)],
        identities: [
          ...identityRights(place, boundary.arn),
          ...keyRights(place, tags),
          ...this.eventSources(),
          this.records(),
          this.runLock(),
          ...state.keep(environment),
        ],
      },
      deny: deployDenyStatements(target),
    });
    this.arn = role.arn;
  }

  /** AWS makes up the name of what connects a queue and a function; the function's decides. */
  private eventSources(): PolicyStatement[] {
    const { place } = this.props.target;
    return [
      {
        sid: "EventSources",
        actions: [
          "lambda:CreateEventSourceMapping",
          "lambda:DeleteEventSourceMapping",
          "lambda:UpdateEventSourceMapping",
        ],
        resources: ["*"],
        conditions: {
          StringLike: {
            "lambda:FunctionArn": arnAt(
              "arn:{partition}:lambda:{region}:{account}:function:{prefix}-*",
              place,
            ),
          },
        },
      },
    ];
  }

  private records(): PolicyStatement {
    const { hostedZoneArn, hasHostedZone } = this.props;
    return {
      sid: "OwnDomain",
      actions: ["route53:ChangeResourceRecordSets"],
      resources: [hostedZoneArn],
      when: hasHostedZone,
    };
  }

  /** A deploy tells procedures that it is under way, and is told of theirs. The tables let it write parameters. */
  private runLock(): PolicyStatement {
    const parameter = "arn:{partition}:ssm:{region}:{account}:parameter/{prefix}/procedure-run";
    return {
      sid: "RunLock",
      actions: [READ_PARAMETER],
      resources: [arnAt(parameter, this.props.target.place)],
    };
  }
}
