import { arnAt, type Place } from "../aws/place";
import type { PolicyStatement } from "../aws/policy-document";
import { AWS_TYPES } from "../aws/types";
import type { AwsType } from "../aws/types/aws-type";
import { FINAL_ACTIONS } from "./final-actions";

/** Services that are in no region. */
const GLOBAL_SERVICES = ["chatbot", "globalaccelerator", "iam", "route53"];

/** Actions that {@link DeployRole} allows in a way of its own. */
const ELSEWHERE = [
  "lambda:CreateEventSourceMapping",
  "lambda:DeleteEventSourceMapping",
  "lambda:UpdateEventSourceMapping",
  "route53:ChangeResourceRecordSets",
];

/** The form in which IAM compares the resource of an action of a deploy. */
type Scope = "named" | "region" | "worldwide" | "key";

interface Right {
  readonly action: string;
  readonly scope: Scope;
  /** Forms of ARNs, where the scope is `named`. */
  readonly arns: readonly string[];
}

/** Types that deploys make and change. */
export function deployedTypes(): AwsType[] {
  return Object.values(AWS_TYPES).filter(({ administered }) => !administered);
}

/** Everything that a deploy calls and that AWS asks of it meanwhile, but what is final. */
function rights(types: readonly AwsType[]): Right[] {
  const all = types.flatMap((type) => [...writesOf(type), ...askedOf(type)]);
  return all.filter(({ action }) => !FINAL_ACTIONS.includes(action) && !ELSEWHERE.includes(action));
}

function writesOf(type: AwsType): Right[] {
  const actions = Object.values(type.writes).flat() as string[];
  const arns = [type.arn ?? []].flat();
  return actions.flatMap((action) => {
    const free: Right[] =
      type.anywhere?.includes(action) || !hasOneOf(arns, action)
        ? [{ action, scope: unnamed(action), arns: [] }]
        : [];
    const named: Right[] = hasOneOf(arns, action) ? [{ action, scope: "named", arns }] : [];
    return [...free, ...named];
  });
}

function askedOf({ asks = [] }: AwsType): Right[] {
  return asks.flatMap(({ actions, arn }) =>
    actions.map((action): Right => {
      if (serviceOf(action) === "kms") return { action, scope: "key", arns: [] };
      return arn && arn !== "*"
        ? { action, scope: "named", arns: [arn] }
        : { action, scope: unnamed(action), arns: [] };
    }),
  );
}

function hasOneOf(arns: readonly string[], action: string): boolean {
  return arns.some((arn) => arn.split(":")[2] === serviceOf(action));
}

function unnamed(action: string): Scope {
  return GLOBAL_SERVICES.includes(serviceOf(action)) ? "worldwide" : "region";
}

function serviceOf(action: string): string {
  return action.split(":")[0]!;
}

/**
 * Services that keep data, and those that only watch. Their statements are a policy of their own: IAM limits the length of
 * each.
 */
const KEEPERS_AND_WATCHERS = [
  "backup",
  "chatbot",
  "elasticache",
  "elasticfilesystem",
  "guardduty",
  "kms",
  "rds",
  "route53resolver",
  "s3",
  "secretsmanager",
  "ssm",
];

/** Rights of a deploy over the resources of its installation, by the tables of types; identities are apart. */
export function deployRights(
  place: Place,
  types: readonly AwsType[] = deployedTypes(),
): Record<"data" | "named" | "unnamed", PolicyStatement[]> {
  const all = rights(types).filter(
    ({ action }) => serviceOf(action) !== "iam" || action === "iam:ListVirtualMFADevices",
  );
  const actionsIn = (scope: Scope) =>
    distinct(all.filter((right) => right.scope === scope).map(({ action }) => action));
  const named = all.filter(({ scope }) => scope === "named");
  const services = distinct(named.map(({ action }) => serviceOf(action)));
  const statementFor = (service: string): PolicyStatement => {
    const own = named.filter(({ action }) => serviceOf(action) === service);
    return {
      sid: service.replace(/(^|-)(.)/g, (_match, _hyphen, letter: string) => letter.toUpperCase()),
      actions: distinct(own.map(({ action }) => action)),
      resources: distinct(own.flatMap(({ arns }) => arns)).map((arn) => arnAt(arn, place)),
    };
  };
  return {
    data: services.filter((service) => KEEPERS_AND_WATCHERS.includes(service)).map(statementFor),
    named: services.filter((service) => !KEEPERS_AND_WATCHERS.includes(service)).map(statementFor),
    unnamed: [
      {
        // Neither these nor what they work on have names that IAM could compare.
        sid: "InRegion",
        actions: actionsIn("region"),
        resources: ["*"],
        conditions: { StringEquals: { "aws:RequestedRegion": place.region } },
      },
      { sid: "Worldwide", actions: actionsIn("worldwide"), resources: ["*"] },
    ],
  };
}

/** Uses of keys that services ask for; the keys are the application's own. */
export function keyRights(
  place: Place,
  tags: Readonly<Record<string, string>>,
  types: readonly AwsType[] = deployedTypes(),
): PolicyStatement[] {
  const actions = distinct(
    rights(types)
      .filter(({ scope }) => scope === "key")
      .map(({ action }) => action),
  );
  const resources = [arnAt("arn:{partition}:kms:{region}:{account}:key/*", place)];
  const isOwn = Object.fromEntries(
    Object.entries(tags).map(([tag, value]) => [`aws:ResourceTag/${tag}`, value]),
  );
  return [
    {
      sid: "UseOwnKeys",
      actions: actions.filter((action) => action !== "kms:CreateGrant"),
      resources,
      conditions: { StringEquals: isOwn, StringLike: { "kms:ViaService": "*" } },
    },
    {
      sid: "GrantOwnKeysToServices",
      actions: ["kms:CreateGrant"],
      resources,
      conditions: { StringEquals: isOwn, Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
}

/** The actions on identities that the tables name, each once. */
export function identityActions(): string[] {
  const named = rights(deployedTypes()).filter(
    ({ action, scope }) => serviceOf(action) === "iam" && scope === "named",
  );
  return distinct(named.map(({ action }) => action));
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
