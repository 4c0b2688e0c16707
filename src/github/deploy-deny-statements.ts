import { denyObjects } from "../aws/data-actions";
import type { PolicyStatement } from "../aws/policy-document";
import { STATE_ENVIRONMENT } from "../environments";
import type { DeployScope } from "./deploy-target";
import { tagGuards } from "./tag-guards";

/** Denies a deploy of one environment what it must not do, whatever else is attached to its role. */
export function deployDenyStatements(target: DeployScope): PolicyStatement[] {
  const { application, environment, place, state, codeObjects } = target;
  const readable = [
    ...state.statesOf(environment),
    // Terraform reads a lock before it takes it away.
    ...state.lockFilesOf(environment),
    ...codeObjects,
  ];
  return [
    ...noOtherEnvironments(target),
    ...tagGuards(application, place),
    noChangeOfTheTrail(target),
    notItself(target),
    denyObjects(readable),
    {
      // The stack takes its own uploads away with all versions; any other object can be restored.
      sid: "NoVersions",
      effect: "Deny",
      actions: ["s3:DeleteObjectVersion"],
      notResources: codeObjects,
    },
  ];
}

/** Other environments are known by their tags. */
function noOtherEnvironments({ application, environment, state }: DeployScope): PolicyStatement[] {
  const isTagged = { "aws:ResourceTag/Application": application };
  const unlessOf = (environments: readonly string[]): PolicyStatement["conditions"] => ({
    StringEquals: isTagged,
    StringNotEquals: { "aws:ResourceTag/Environment": environments },
  });
  const other = { sid: "NoOtherEnvironment", effect: "Deny", resources: ["*"] } as const;
  const keeping = [...new Set(state.keep(environment).flatMap(({ actions = [] }) => actions))];
  if (keeping.length === 0) return [{ ...other, actions: ["*"], conditions: unlessOf([environment]) }];
  return [
    { ...other, notActions: keeping, conditions: unlessOf([environment]) },
    {
      // Bucket, table and key of the states have the tags of what keeps them, and are for this environment, too.
      sid: "NoOtherContents",
      effect: "Deny",
      actions: keeping,
      resources: ["*"],
      conditions: unlessOf([environment, STATE_ENVIRONMENT]),
    },
  ];
}

/** The trail records what deploys do, so no deploy shortens or empties it. */
function noChangeOfTheTrail({ place }: DeployScope): PolicyStatement {
  const { partition, accountId, region, prefix } = place;
  return {
    sid: "NoChangeOfTheTrail",
    effect: "Deny",
    notActions: [
      "logs:Describe*",
      "logs:List*",
      "logs:TagResource",
      "logs:UntagResource",
      "s3:Get*",
      "s3:List*",
      "s3:PutBucketTagging",
      "s3:TagResource",
      "s3:UntagResource",
    ],
    resources: [
      `arn:${partition}:s3:::${prefix}-audit-*`,
      `arn:${partition}:logs:${region}:${accountId}:log-group:/${prefix}/audit*`,
    ],
  };
}

function notItself({ place, iamPath }: DeployScope): PolicyStatement {
  const iam = `arn:${place.partition}:iam::${place.accountId}`;
  return {
    sid: "NotItself",
    effect: "Deny",
    actions: ["iam:*"],
    resources: [`${iam}:role${iamPath}*`, `${iam}:policy${iamPath}*`, `${iam}:oidc-provider/*`],
  };
}
