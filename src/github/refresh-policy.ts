import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import { policyDocument } from "../aws/policy-document";
import { AWS_TYPES, DATA_SOURCES } from "../aws/types";
import { IAM_PATH } from "./job-role";

/** Reads a parameter with its value. */
export const READ_PARAMETER = "ssm:GetParameter";

/** Each action that a refresh needs once, in the order of the alphabet. None returns data but {@link READ_PARAMETER}. */
export function refreshReads(): string[] {
  const ofInstallation = Object.values(AWS_TYPES).filter(({ administered }) => !administered);
  const reads = [...ofInstallation, ...Object.values(DATA_SOURCES)].flatMap((row) => row.reads);
  return [...new Set(reads)].sort();
}

export interface RefreshPolicyProps {
  readonly installation: Installation;
  /** First parts of the names of everything in an installation, one for each environment. */
  readonly prefixes: readonly string[];
  /** ARNs of the parameters that a plan reads, of all environments. */
  readonly declarations: readonly string[];
}

/** Rights to all that Terraform reads when it refreshes an installation of any environment. */
export class RefreshPolicy extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { installation, prefixes, declarations }: RefreshPolicyProps) {
    super(scope, id);
    const { partition, accountId } = installation;
    const lambda = `arn:${partition}:lambda:*:${accountId}`;
    const reads = refreshReads();
    const isOfFunction = (action: string) => action.startsWith("lambda:");
    const isLimited = (action: string) => isOfFunction(action) || action === READ_PARAMETER;
    this.arn = new IamPolicy(this, "Default", {
      name: installation.names.of("refresh", "role"),
      path: IAM_PATH,
      description: "What Terraform reads when it refreshes an installation",
      policy: policyDocument([
        // Few of these can be limited to resources.
        { sid: "Refresh", actions: reads.filter((action) => !isLimited(action)), resources: ["*"] },
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
        { sid: "RefreshDeclarations", actions: [READ_PARAMETER], resources: declarations },
      ]),
    }).arn;
  }
}
