import type { PolicyStatement } from "../../../src/aws/policy-document";
import { type Environment, stackName } from "../../../src/environments";
import { sharedDenyStatements } from "../../../src/github/deny-policy";
import { deployPolicies } from "../../../src/github/deploy-policies";
import type { DeployScope } from "../../../src/github/deploy-target";
import { boundaryStatements } from "../../../src/github/permissions-boundary";
import { refreshStatements } from "../../../src/github/plan-statements";
import { StateAccess } from "../../../src/github/state-access";
import type { StateSettings } from "../../../src/state/state-settings";
import { UserError } from "../../../src/user-error";
import { policyOf, roleScope } from "./role-scope";

/** Path in IAM of the roles of runs and of their policies. What manages roles of an installation reaches none with a path. */
const IAM_PATH = "/terraform-cloud/";

/** Policies of a role for applies, but `boundary`, which limits the roles that it makes. */
export const APPLY_POLICIES = [
  "boundary",
  "refresh",
  "denials",
  "forbidden",
  "data",
  "network",
  "identities",
  "change",
] as const;

export type ApplyPolicy = (typeof APPLY_POLICIES)[number];

/**
 * A policy of the role for applies, by the tables and denials that the role of deploys by GitHub Actions has.
 *
 * @param account id of the AWS account
 * @param zone id of the hosted zone whose records the environment has. @default - none
 */
export function applyPermissions(
  environment: Environment,
  settings: StateSettings,
  account: string,
  policy: ApplyPolicy,
  zone?: string,
) {
  return policyOf(statements(environment, settings, account, zone)[policy]);
}

function statements(
  environment: Environment,
  settings: StateSettings,
  accountId: string,
  zone?: string,
): Record<ApplyPolicy, readonly PolicyStatement[]> {
  const { partition, application, prefix, declarations, codeObjects, assigned } = roleScope(
    environment,
    accountId,
  );
  const region = assigned("region");
  if (region === undefined) {
    throw new UserError(
      `${environment.file} assigns no text to region. The role for applies is for one region: write region = "..." there.`,
    );
  }
  const placeIn = (name: string) => ({
    partition,
    accountId,
    region: name,
    prefix,
    prefixWithUnderscores: prefix.replaceAll("-", "_"),
  });
  const copyRegion = assigned("backup_copy_region");
  const scope: DeployScope = {
    environment: environment.name,
    application,
    place: placeIn(region),
    iamPath: IAM_PATH,
    copies: { areMade: copyRegion !== undefined, place: placeIn(copyRegion ?? region) },
    state: new StateAccess({ partition, accountId }, settings),
    codeObjects,
  };
  const limits = {
    boundaryArn: `arn:${partition}:iam::${accountId}:policy${IAM_PATH}${stackName(environment.name)}-boundary`,
    hostedZoneArn: `arn:${partition}:route53:::hostedzone/${zone}`,
    hasHostedZone: zone !== undefined,
  };
  return {
    ...deployPolicies(scope, limits),
    boundary: boundaryStatements(scope),
    refresh: refreshStatements({ partition, accountId, prefixes: [prefix], declarations }),
    denials: sharedDenyStatements(),
  };
}
