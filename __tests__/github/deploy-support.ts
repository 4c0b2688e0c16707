import { sharedDenyStatements } from "../../src/github/deny-policy";
import { type DeployPolicies, deployPolicies } from "../../src/github/deploy-policies";
import { refreshStatements } from "../../src/github/plan-statements";
import { StateAccess } from "../../src/github/state-access";
import { ACCOUNT, documentOf, placeOf } from "./boundary-support";

/** Policies of the role that deploys an environment of `openemr`, which has a hosted zone and no copies elsewhere. */
export function deployPoliciesOf(environment: string, region: string, boundaryArn: string): DeployPolicies {
  const place = placeOf(environment, region);
  const scope = {
    application: "openemr",
    environment,
    place,
    iamPath: "/github/",
    copies: { areMade: false, place },
    state: new StateAccess(
      { partition: "aws", accountId: ACCOUNT },
      { kind: "s3", bucket: "states", region },
    ),
    codeObjects: [`arn:aws:s3:::sagemaker-${place.prefix}-*/code/*`],
  };
  const limits = { boundaryArn, hostedZoneArn: "arn:aws:route53:::hostedzone/Z1", hasHostedZone: true };
  return deployPolicies(scope, limits);
}

/** Every document that is attached to that role. */
export function deployDocuments(environment: string, region: string, boundaryArn: string): string[] {
  const { prefix } = placeOf(environment, region);
  const declarations = [`arn:aws:ssm:*:${ACCOUNT}:parameter/${prefix}/settings`];
  const refresh = { partition: "aws", accountId: ACCOUNT, prefixes: [prefix], declarations };
  return [
    ...Object.values(deployPoliciesOf(environment, region, boundaryArn)),
    refreshStatements(refresh),
    sharedDenyStatements(),
  ].map(documentOf);
}

/** Those of them that deny. */
export function denyDocuments(environment: string, region: string): string[] {
  return [deployPoliciesOf(environment, region, "").forbidden, sharedDenyStatements()].map(documentOf);
}
