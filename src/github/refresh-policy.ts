import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import { type PolicyStatement, policyDocument } from "../aws/policy-document";
import { IAM_PATH } from "./job-role";
import { REFRESH_MORE, type RefreshScope, refreshStatements } from "./plan-statements";

export interface RefreshPolicyProps extends Pick<RefreshScope, "prefixes" | "declarations"> {
  readonly installation: Installation;
}

/** Rights to all that Terraform reads when it refreshes an installation of any environment. */
export class RefreshPolicy extends Construct {
  /** By the name of the attachment. */
  readonly arns: Readonly<Record<"refresh" | "refresh_more", string>>;

  constructor(scope: Construct, id: string, { installation, prefixes, declarations }: RefreshPolicyProps) {
    super(scope, id);
    const { partition, accountId } = installation;
    const make = (id: string, name: string, statements: PolicyStatement[]) =>
      new IamPolicy(this, id, {
        name: installation.names.of(name, "role"),
        path: IAM_PATH,
        description: "What Terraform reads when it refreshes an installation",
        policy: policyDocument(statements),
      }).arn;
    const statements = refreshStatements({ partition, accountId, prefixes, declarations });
    const isMore = ({ sid }: PolicyStatement) => sid === REFRESH_MORE;
    this.arns = {
      refresh: make(
        "Default",
        "refresh",
        statements.filter((statement) => !isMore(statement)),
      ),
      refresh_more: make("more", "refresh-more", statements.filter(isMore)),
    };
  }
}
