import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import { policyDocument } from "../aws/policy-document";
import { IAM_PATH } from "./job-role";
import { type RefreshScope, refreshStatements } from "./plan-statements";

export interface RefreshPolicyProps extends Pick<RefreshScope, "prefixes" | "declarations"> {
  readonly installation: Installation;
}

/** Rights to all that Terraform reads when it refreshes an installation of any environment. */
export class RefreshPolicy extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { installation, prefixes, declarations }: RefreshPolicyProps) {
    super(scope, id);
    const { partition, accountId } = installation;
    this.arn = new IamPolicy(this, "Default", {
      name: installation.names.of("refresh", "role"),
      path: IAM_PATH,
      description: "What Terraform reads when it refreshes an installation",
      policy: policyDocument(refreshStatements({ partition, accountId, prefixes, declarations })),
    }).arn;
  }
}
