import { denyObjects } from "../aws/data-actions";
import type { PolicyStatement } from "../aws/policy-document";
import { AWS_TYPES, DATA_SOURCES } from "../aws/types";

/** The statement with half of what a refresh reads, which has a policy of its own: IAM limits the length of each. */
export const REFRESH_MORE = "RefreshMore";

/** Reads a parameter with its value. */
export const READ_PARAMETER = "ssm:GetParameter";

/** Asks whether a bucket exists, and lists the names of objects: AWS has one right for both. */
const LIST_OBJECTS = "s3:ListBucket";

/** Each action that a refresh needs once, in the order of the alphabet. None returns data but {@link READ_PARAMETER}. */
export function refreshReads(): string[] {
  const ofInstallation = Object.values(AWS_TYPES).filter(({ administered }) => !administered);
  const reads = [...ofInstallation, ...Object.values(DATA_SOURCES)].flatMap((row) => row.reads);
  return [...new Set(reads)].sort();
}

export interface RefreshScope {
  readonly partition: string;
  readonly accountId: string;
  /** First parts of the names of everything in an installation, one for each environment. */
  readonly prefixes: readonly string[];
  /** ARNs of the parameters of all environments: the settings of OpenEMR, and names of the analytics environment. */
  readonly declarations: readonly string[];
}

/** Rights to all that Terraform reads when it refreshes an installation of any environment. */
export function refreshStatements({
  partition,
  accountId,
  prefixes,
  declarations,
}: RefreshScope): PolicyStatement[] {
  const lambda = `arn:${partition}:lambda:*:${accountId}`;
  const reads = refreshReads();
  const isOfFunction = (action: string) => action.startsWith("lambda:");
  const isLimited = (action: string) =>
    isOfFunction(action) || action === READ_PARAMETER || action === LIST_OBJECTS;
  const others = reads.filter((action) => !isLimited(action));
  const half = others.length / 2;
  return [
    // Few of these can be limited to resources.
    { sid: "Refresh", actions: others.slice(0, half), resources: ["*"] },
    { sid: REFRESH_MORE, actions: others.slice(half), resources: ["*"] },
    {
      // With a function come its code and the settings in its environment.
      sid: "RefreshFunctions",
      actions: reads.filter(isOfFunction),
      resources: [
        ...prefixes.map((prefix) => `${lambda}:function:${prefix}-*`),
        // AWS names these, and they hold nothing.
        `${lambda}:event-source-mapping:*`,
      ],
    },
    {
      sid: "RefreshBuckets",
      actions: [LIST_OBJECTS],
      resources: prefixes.flatMap((prefix) =>
        [prefix, `sagemaker-${prefix}`].map((start) => `arn:${partition}:s3:::${start}-*`),
      ),
    },
    { sid: "RefreshDeclarations", actions: [READ_PARAMETER], resources: declarations },
  ];
}

/** Lets a plan ask for the metadata of the objects with code that the stack made. */
export function readCode(codeObjects: readonly string[]): PolicyStatement {
  return { sid: "ReadCode", actions: ["s3:GetObject", "s3:GetObjectTagging"], resources: codeObjects };
}

/**
 * Denies a plan secrets, parameters and objects, whatever else is attached to its role.
 *
 * @param readable ARNs of the objects that it reads
 */
export function planDenyStatements(
  declarations: readonly string[],
  readable: readonly string[],
): PolicyStatement[] {
  return [
    {
      sid: "NoSecrets",
      effect: "Deny",
      actions: [
        "secretsmanager:BatchGetSecretValue",
        "secretsmanager:GetSecretValue",
        "ssm:GetParameterHistory",
        "ssm:GetParameters",
        "ssm:GetParametersByPath",
      ],
      resources: ["*"],
    },
    { sid: "NoOtherParameters", effect: "Deny", actions: [READ_PARAMETER], notResources: declarations },
    denyObjects(readable),
  ];
}
