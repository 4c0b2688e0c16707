import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamUser } from "@cdktf/provider-aws/lib/iam-user";
import { Aspects } from "cdktf";
import type { Construct } from "constructs";
import { asString, type Value } from "../terraform/expression";

/**
 * Gives every role and user below a scope a permissions boundary, whoever makes them: one that was forgotten would be
 * unbounded.
 *
 * @param boundaryArn a Terraform expression; null bounds nothing
 */
export function boundIdentities(scope: Construct, boundaryArn: Value<string | null>): void {
  Aspects.of(scope).add({
    visit: (node) => {
      if (node instanceof IamRole || node instanceof IamUser)
        node.permissionsBoundary = asString(boundaryArn);
    },
  });
}
