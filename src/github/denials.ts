import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import { policyDocument } from "../aws/policy-document";
import { CONTENTS_OF_DATA } from "./contents";
import { FINAL_ACTIONS } from "./deploy-services";
import { IAM_PATH } from "./job-role";

export interface DenialsProps {
  readonly installation: Installation;
}

/** Keeps every job from what patients' data could be read by and from what cannot be undone, whatever else it may. */
export class Denials extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { installation }: DenialsProps) {
    super(scope, id);
    this.arn = new IamPolicy(this, "Default", {
      name: installation.names.of("denials", "role"),
      path: IAM_PATH,
      description: "What no job of GitHub Actions may do",
      policy: policyDocument([
        { sid: "NothingFinal", effect: "Deny", actions: FINAL_ACTIONS, resources: ["*"] },
        { sid: "NoContents", effect: "Deny", actions: CONTENTS_OF_DATA, resources: ["*"] },
      ]),
    }).arn;
  }
}
