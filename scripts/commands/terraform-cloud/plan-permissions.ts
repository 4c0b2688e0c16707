import { DATA_ACTIONS } from "../../../src/aws/data-actions";
import type { Environment } from "../../../src/environments";
import { planDenyStatements, readCode, refreshStatements } from "../../../src/github/plan-statements";
import { policyOf, roleScope } from "./role-scope";

/**
 * The policy of a role for plans: what Terraform reads when it refreshes the environment, and the denials that the role
 * of plans by GitHub Actions has. Both come from the same tables.
 *
 * @param account id of the AWS account
 */
export function planPermissions(environment: Environment, account: string) {
  const { prefix, codeObjects, ...scope } = roleScope(environment, account);
  return policyOf([
    ...refreshStatements({ ...scope, prefixes: [prefix] }),
    readCode(codeObjects),
    { sid: "NoData", effect: "Deny", actions: DATA_ACTIONS, resources: ["*"] },
    ...planDenyStatements(scope.declarations, codeObjects),
  ]);
}
