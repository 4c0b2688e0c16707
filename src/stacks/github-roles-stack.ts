import type { Construct } from "constructs";
import { FOLDERS } from "../analytics/export-store";
import { analyticsParameterName } from "../analytics/sample-code";
import { settingsParameterName } from "../application/settings-declaration";
import type { Installation } from "../aws/installation";
import { PhysicalNames } from "../aws/physical-names";
import { placeOf } from "../aws/place";
import { DenyPolicy } from "../github/deny-policy";
import { DeployRole } from "../github/deploy-role";
import type { DeployTarget } from "../github/deploy-target";
import { IdentityProvider } from "../github/identity-provider";
import { IAM_PATH } from "../github/job-role";
import { PermissionsBoundary } from "../github/permissions-boundary";
import { PlanRole } from "../github/plan-role";
import { RefreshPolicy } from "../github/refresh-policy";
import { StateAccess } from "../github/state-access";
import { githubVariables } from "../github/variables";
import { generalVariables } from "../installation-variables";
import { procedureParameterName } from "../operations/procedure-lock";
import type { StateSettings } from "../state/state-settings";
import { DestroyGuard } from "../terraform/destroy-guard";
import { tf, tfString } from "../terraform/expression";
import { Toggle } from "../terraform/instance-scope";
import { declareOutput } from "../terraform/output";
import { declareIn, type Variable, type VariableConfig } from "../terraform/variable";
import { AwsStack } from "./aws-stack";

/** Stands where an environment's name stands in names and tags. */
const ENVIRONMENT = "github";

export interface GitHubRolesStackProps {
  readonly state: StateSettings;
  /** Names of all environments of the project. */
  readonly environments: readonly string[];
}

/**
 * Lets GitHub Actions of one repository plan and deploy in this account without keys that are kept anywhere. A person
 * who administers the account applies it; no job can change what it makes.
 */
export class GitHubRolesStack extends AwsStack {
  /** Names of the variables that the stack's file may set. */
  readonly variableNames: readonly string[];

  constructor(scope: Construct, id: string, { state, environments }: GitHubRolesStackProps) {
    super(scope, id, state);
    const own: Record<string, Partial<VariableConfig>> = {
      region: {
        ...(state.region !== undefined && { default: state.region }),
        description: "AWS region, a part of the names. The roles themselves belong to the whole account.",
      },
      name: { description: "First part of every physical name, the same as that of the installations." },
      deletion_protection: {
        description:
          "Refuses to destroy the stack, whose identity provider others in the account may use as well.",
      },
    };
    const declare = declareIn(this, own);
    const general = generalVariables(declare);
    const variables = { ...general, ...githubVariables(declare, environments) };
    this.variableNames = Object.values(variables).map(({ node }) => node.id);
    const installation = this.install(ENVIRONMENT, general);

    const provider = new IdentityProvider(this, "identity_provider", {
      existing: variables.identityProviderArn.value,
    });
    const access = new StateAccess(installation, state);
    const installations = environments.map((name) => this.environment(name, installation, variables));
    const prefixes = installations.map(({ names }) => names.prefix);
    const declarations = installations.flatMap((each) => each.declarations);
    const refresh = new RefreshPolicy(this, "refresh", { installation, prefixes, declarations });
    const denials = new DenyPolicy(this, "denials", { installation });
    const common = {
      installation,
      provider,
      repository: variables.repository.value.asString,
      branch: variables.branch.value.asString,
      state: access,
      sharedPolicies: { ...refresh.arns, denials: denials.arn },
    };

    const plan = new PlanRole(this, "plan", {
      ...common,
      codeObjects: installations.map(({ codeObjects }) => codeObjects),
      declarations,
    });
    const deployments = installations.map(({ name, toggle, names, codeObjects }) => {
      const target: DeployTarget = {
        environment: name,
        iamPath: IAM_PATH,
        application: variables.applicationName.value.asString,
        names,
        place: placeOf(installation, names, tfString`lookup(${variables.environments.value}, ${name}, null)`),
        copies: {
          areMade: tf`contains(keys(${variables.copyRegions.value}), ${name})`,
          place: placeOf(installation, names, tfString`lookup(${variables.copyRegions.value}, ${name}, "")`),
        },
        state: access,
        codeObjects: [codeObjects],
      };
      const boundary = new PermissionsBoundary(toggle, "boundary", target);
      const role = new DeployRole(toggle, "deploy", {
        ...common,
        target,
        boundary,
        hasHostedZone: tf`contains(keys(${variables.hostedZones.value}), ${name})`,
        hostedZoneArn: `arn:${installation.partition}:route53:::hostedzone/${tf`lookup(${variables.hostedZones.value}, ${name}, "")`}`,
      });
      return {
        name,
        role: toggle.select(role.arn, null),
        boundary: toggle.select(boundary.arn, null),
      };
    });

    new DestroyGuard(this, "destroy_guard", {
      refuses: general.deletionProtection.value,
      message: "deletion_protection is true, so nothing is destroyed. Set it to false, apply, then destroy.",
    });

    declareOutput(
      this,
      "plan_role_arn",
      "Role of plans: the repository's variable AWS_PLAN_ROLE_ARN.",
      plan.arn,
    );
    declareOutput(
      this,
      "deploy_role_arns",
      "Role of each environment's deploys: the variable AWS_DEPLOY_ROLE_ARN of GitHub's environment of that name.",
      Object.fromEntries(deployments.map(({ name, role }) => [name, role])),
    );
    declareOutput(
      this,
      "permissions_boundary_arns",
      "By environment, what its file sets permissions_boundary_arn to, so that its deploy role may make roles.",
      Object.fromEntries(deployments.map(({ name, boundary }) => [name, boundary])),
    );
  }

  private environment(
    name: string,
    { region, accountId, partition }: Installation,
    variables: { readonly applicationName: Variable<string>; readonly environments: Variable },
  ) {
    const toggle = new Toggle(this, name, tf`contains(keys(${variables.environments.value}), ${name})`);
    const names = new PhysicalNames(toggle, {
      name: variables.applicationName.value,
      environment: name,
      region,
      accountId,
    });
    return {
      name,
      toggle,
      names,
      codeObjects: `arn:${partition}:s3:::sagemaker-${names.prefix}-*/${FOLDERS.code}/*`,
      declarations: [settingsParameterName, analyticsParameterName, procedureParameterName].map(
        (nameOf) => `arn:${partition}:ssm:*:${accountId}:parameter${nameOf(names)}`,
      ),
    };
  }
}
