import { arnAt } from "../aws/place";
import type { PolicyStatement } from "../aws/policy-document";
import type { Value } from "../terraform/expression";
import { copyRights } from "./copy-rights";
import { deployDenyStatements } from "./deploy-deny-statements";
import { deployRights, keyRights } from "./deploy-rights";
import type { DeployScope } from "./deploy-target";
import { identityRights } from "./identity-rights";
import { READ_PARAMETER } from "./plan-statements";

export interface DeployLimits {
  /** Every role and user that a deploy makes has it. */
  readonly boundaryArn: string;
  /** The hosted zone whose records the environment has; anything where {@link hasHostedZone} is false. */
  readonly hostedZoneArn: string;
  readonly hasHostedZone: Value<boolean>;
}

/** Statements of the policies of a role that deploys, by policy: IAM limits the length of each. `forbidden` denies. */
export type DeployPolicies = Readonly<
  Record<"change" | "data" | "forbidden" | "identities" | "network", readonly PolicyStatement[]>
>;

/** All that a deploy of one environment may do, beside reading what Terraform refreshes. */
export function deployPolicies(scope: DeployScope, limits: DeployLimits): DeployPolicies {
  const { application, environment, place, copies, state } = scope;
  const { data, named, unnamed } = deployRights(place);
  const tags = { Application: application, Environment: environment };
  return {
    change: named,
    data,
    network: [...unnamed, ...copyRights(copies, tags)],
    identities: [
      ...identityRights(place, limits.boundaryArn),
      ...keyRights(place, tags),
      eventSources(scope),
      records(limits),
      runLock(scope),
      ...state.keep(environment),
    ],
    forbidden: deployDenyStatements(scope),
  };
}

/** AWS makes up the name of what connects a queue and a function; the function's decides. */
function eventSources({ place }: DeployScope): PolicyStatement {
  const functions = arnAt("arn:{partition}:lambda:{region}:{account}:function:{prefix}-*", place);
  return {
    sid: "EventSources",
    actions: [
      "lambda:CreateEventSourceMapping",
      "lambda:DeleteEventSourceMapping",
      "lambda:UpdateEventSourceMapping",
    ],
    resources: ["*"],
    conditions: { StringLike: { "lambda:FunctionArn": functions } },
  };
}

function records({ hostedZoneArn, hasHostedZone }: DeployLimits): PolicyStatement {
  return {
    sid: "OwnDomain",
    actions: ["route53:ChangeResourceRecordSets"],
    resources: [hostedZoneArn],
    when: hasHostedZone,
  };
}

/** A deploy tells procedures that it is under way, and is told of theirs. The tables let it write parameters. */
function runLock({ place }: DeployScope): PolicyStatement {
  const parameter = arnAt("arn:{partition}:ssm:{region}:{account}:parameter/{prefix}/procedure-run", place);
  return { sid: "RunLock", actions: [READ_PARAMETER], resources: [parameter] };
}
