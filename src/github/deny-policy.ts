import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { Construct } from "constructs";
import { DATA_ACTIONS } from "../aws/data-actions";
import type { Installation } from "../aws/installation";
import { type PolicyStatement, policyDocument } from "../aws/policy-document";
import { FINAL_ACTIONS } from "./final-actions";
import { IAM_PATH } from "./job-role";

export interface DenyPolicyProps {
  readonly installation: Installation;
}

/** Denies every job what reads patients' data and what cannot be undone, whatever else is attached to its role. */
export class DenyPolicy extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { installation }: DenyPolicyProps) {
    super(scope, id);
    this.arn = new IamPolicy(this, "Default", {
      name: installation.names.of("denials", "role"),
      path: IAM_PATH,
      description: "What no job of GitHub Actions may do",
      policy: policyDocument(sharedDenyStatements()),
    }).arn;
  }
}

/** Denied to every job. */
export function sharedDenyStatements(): PolicyStatement[] {
  return [
    { sid: "NothingFinal", effect: "Deny", actions: FINAL_ACTIONS, resources: ["*"] },
    { sid: "NoData", effect: "Deny", actions: DATA_ACTIONS, resources: ["*"] },
  ];
}
