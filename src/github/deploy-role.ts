import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import type { PhysicalNames } from "../aws/physical-names";
import type { PolicyStatement } from "../aws/policy-document";
import type { Value } from "../terraform/expression";
import { deployLimits } from "./deploy-limits";
import * as services from "./deploy-services";
import type { IdentityProvider } from "./identity-provider";
import { JobRole, type JobRoleProps } from "./job-role";
import { NETWORK_ACTIONS } from "./network-actions";
import type { PermissionsBoundary } from "./permissions-boundary";
import type { StateAccess } from "./state-access";

export interface DeployRoleProps {
  readonly installation: Installation;
  readonly provider: IdentityProvider;
  /** As GitHub writes the repository in a token's subject. */
  readonly repository: string;
  /** The branch that is deployed. */
  readonly branch: string;
  /** Name of the environment, to the project and to GitHub. */
  readonly environment: string;
  /** Region of the environment. */
  readonly region: string;
  /** First part of every name in the project's installations. */
  readonly application: string;
  /** Physical names of the environment's installation. */
  readonly names: PhysicalNames;
  readonly boundary: PermissionsBoundary;
  readonly state: StateAccess;
  /** ARNs of the folders with code in the environment's buckets. */
  readonly codeObjects: readonly string[];
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
    const { provider, repository, branch, environment, names, state, sharedPolicies } = props;
    const { role } = new JobRole(this, "Default", {
      name: names.of("github-deploy", "role"),
      description: `Deploys of the environment ${environment} by GitHub Actions`,
      trust: provider.trust([`repo:${repository}:environment:${environment}`], `refs/heads/${branch}`),
      hours: 2,
      sharedPolicies,
      policies: {
        change: [...state.keep(environment), ...this.parts(), ...this.identities()],
      },
      guard: deployLimits(props),
    });
    this.arn = role.arn;
  }

  private parts(): PolicyStatement[] {
    const { names, region, installation, hostedZoneArn, hasHostedZone } = this.props;
    const { partition, accountId } = installation;
    // SageMaker opens only buckets whose names say that they are for it.
    const buckets = ["", "sagemaker-"].map((kind) => `arn:${partition}:s3:::${kind}${names.prefix}-*`);
    const named = Object.entries(services.NAMED_SERVICES);
    const everythingOf = (service: string) => `${service}:*`;
    return [
      {
        sid: "Named",
        actions: named.map(([service]) => everythingOf(service)),
        resources: named.flatMap(([service, patterns]) =>
          patterns(names.prefix).map(
            (pattern) => `arn:${partition}:${service}:${region}:${accountId}:${pattern}`,
          ),
        ),
      },
      { sid: "Buckets", actions: ["s3:*"], resources: buckets.flatMap((bucket) => [bucket, `${bucket}/*`]) },
      {
        // Neither these nor what they work on have names that IAM could compare.
        sid: "InRegion",
        actions: [
          ...services.REGIONAL_SERVICES.map(everythingOf),
          ...NETWORK_ACTIONS,
          ...services.UNNAMED_ACTIONS,
        ],
        resources: ["*"],
        conditions: { StringEquals: { "aws:RequestedRegion": region } },
      },
      ...this.eventSources(),
      { sid: "Worldwide", actions: services.GLOBAL_ACTIONS, resources: ["*"] },
      {
        sid: "TagTrail",
        actions: ["cloudtrail:AddTags", "cloudtrail:RemoveTags"],
        resources: [`arn:${partition}:cloudtrail:${region}:${accountId}:trail/${names.prefix}-*`],
      },
      {
        sid: "OwnDomain",
        actions: ["route53:ChangeResourceRecordSets"],
        resources: [hostedZoneArn],
        when: hasHostedZone,
      },
    ];
  }

  /** AWS makes up the name of what connects a queue and a function; the function's decides. */
  private eventSources(): PolicyStatement[] {
    const { names, region, installation } = this.props;
    const lambda = `arn:${installation.partition}:lambda:${region}:${installation.accountId}`;
    return [
      {
        sid: "EventSources",
        actions: [
          "lambda:CreateEventSourceMapping",
          "lambda:DeleteEventSourceMapping",
          "lambda:UpdateEventSourceMapping",
        ],
        resources: ["*"],
        conditions: { StringLike: { "lambda:FunctionArn": `${lambda}:function:${names.prefix}-*` } },
      },
      {
        sid: "TagEventSources",
        actions: ["lambda:TagResource", "lambda:UntagResource"],
        resources: [`${lambda}:event-source-mapping:*`],
      },
    ];
  }

  private identities(): PolicyStatement[] {
    const { names, installation, boundary } = this.props;
    const iam = `arn:${installation.partition}:iam::${installation.accountId}`;
    const own = [`${iam}:role/${names.prefix}-*`, `${iam}:user/${names.prefix}-*`];
    return [
      {
        sid: "BoundedIdentities",
        actions: [
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
        ],
        resources: own,
        conditions: { StringEquals: { "iam:PermissionsBoundary": boundary.arn } },
      },
      {
        sid: "OwnIdentities",
        actions: [
          "iam:DeleteAccessKey",
          "iam:DeleteLoginProfile",
          "iam:DeleteRole",
          "iam:DeleteUser",
          "iam:ListAccessKeys",
          "iam:ListGroupsForUser",
          "iam:ListInstanceProfilesForRole",
          "iam:ListMFADevices",
          "iam:ListSSHPublicKeys",
          "iam:ListServiceSpecificCredentials",
          "iam:ListSigningCertificates",
          "iam:TagRole",
          "iam:TagUser",
          "iam:UntagRole",
          "iam:UntagUser",
          "iam:UpdateAssumeRolePolicy",
          "iam:UpdateRole",
        ],
        resources: own,
      },
      {
        sid: "PassOwnRoles",
        actions: ["iam:PassRole"],
        resources: own.slice(0, 1),
        conditions: { StringEquals: { "iam:PassedToService": services.SERVICES_WITH_ROLES } },
      },
      {
        sid: "RolesOfServices",
        actions: ["iam:CreateServiceLinkedRole"],
        resources: [`${iam}:role/aws-service-role/*`],
        conditions: { StringEquals: { "iam:AWSServiceName": services.SERVICES_WITH_OWN_ROLES } },
      },
    ];
  }
}
