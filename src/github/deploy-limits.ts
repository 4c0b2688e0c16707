import type { PolicyStatement } from "../aws/policy-document";
import { STATE_ENVIRONMENT } from "../environments";
import { denyObjects } from "./contents";
import type { DeployRoleProps } from "./deploy-role";
import { TAGGED_ACTIONS } from "./deploy-services";
import { IAM_PATH } from "./job-role";

/** What a deploy of one environment may not do, whatever else is attached to its role. */
export function deployLimits(props: DeployRoleProps): PolicyStatement[] {
  const { environment, state, codeObjects } = props;
  const readable = [
    ...state.statesOf(environment),
    // Terraform reads a lock before it takes it away.
    ...state.lockFilesOf(environment),
    ...codeObjects,
  ];
  return [
    ...noOthers(props),
    noChangeOfTheTrail(props),
    notItself(props),
    denyObjects(readable),
    {
      // What the stack uploads it takes away with all versions; any other object can be brought back.
      sid: "NoVersions",
      effect: "Deny",
      actions: ["s3:DeleteObjectVersion"],
      notResources: codeObjects,
    },
  ];
}

/** Other environments by their tags, and what the application has not tagged where only tags tell whose it is. */
function noOthers({ application, environment, state }: DeployRoleProps): PolicyStatement[] {
  const isTagged = { "aws:ResourceTag/Application": application };
  const unlessOf = (environments: readonly string[]): PolicyStatement["conditions"] => ({
    StringEquals: isTagged,
    StringNotEquals: { "aws:ResourceTag/Environment": environments },
  });
  const foreign: PolicyStatement = {
    sid: "NothingForeign",
    effect: "Deny",
    actions: TAGGED_ACTIONS,
    resources: ["*"],
    conditions: { StringNotEquals: isTagged },
  };
  const other = { sid: "NoOtherEnvironment", effect: "Deny", resources: ["*"] } as const;
  const keeping = [...new Set(state.keep(environment).flatMap(({ actions = [] }) => actions))];
  if (keeping.length === 0)
    return [{ ...other, actions: ["*"], conditions: unlessOf([environment]) }, foreign];
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
    foreign,
  ];
}

/** The trail records what deploys do: no deploy shortens or empties it. */
function noChangeOfTheTrail({ installation, names, region }: DeployRoleProps): PolicyStatement {
  const { partition, accountId } = installation;
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
      `arn:${partition}:s3:::${names.prefix}-audit-*`,
      `arn:${partition}:logs:${region}:${accountId}:log-group:/${names.prefix}/audit*`,
    ],
  };
}

function notItself({ installation }: DeployRoleProps): PolicyStatement {
  const iam = `arn:${installation.partition}:iam::${installation.accountId}`;
  return {
    sid: "NotItself",
    effect: "Deny",
    actions: ["iam:*"],
    resources: [`${iam}:role${IAM_PATH}*`, `${iam}:policy${IAM_PATH}*`, `${iam}:oidc-provider/*`],
  };
}
