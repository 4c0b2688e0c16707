import { readFileSync } from "node:fs";
import { FOLDERS } from "../../../src/analytics/export-store";
import { analyticsParameterName } from "../../../src/analytics/sample-code";
import { settingsParameterName } from "../../../src/application/settings-declaration";
import { DATA_ACTIONS } from "../../../src/aws/data-actions";
import type { PolicyStatement } from "../../../src/aws/policy-document";
import type { Environment } from "../../../src/environments";
import { planDenyStatements, readCode, refreshStatements } from "../../../src/github/plan-statements";
import { DEFAULT_NAME } from "../../../src/installation-variables";
import { procedureParameterName } from "../../../src/operations/procedure-lock";
import { textAssigned } from "../../../src/terraform/tfvars";

/** The longest name of an installation that is not cut, as PhysicalNames has it, and what is kept of a longer one. */
const LONGEST = 24;
const KEPT = 17;

/**
 * The policy of a role for plans: what Terraform reads when it refreshes the environment, and the denials that the role
 * of plans by GitHub Actions has. Both come from the same tables.
 *
 * @param account id of the AWS account
 */
export function planPermissions({ name, file }: Environment, account: string) {
  const prefix = prefixOf(textAssigned(readFileSync(file, "utf8"), "name") ?? DEFAULT_NAME, name);
  const names = { path: (part: string) => `/${prefix}/${part}` };
  const declarations = [settingsParameterName, analyticsParameterName, procedureParameterName].map(
    (nameOf) => `arn:aws:ssm:*:${account}:parameter${nameOf(names)}`,
  );
  const code = [`arn:aws:s3:::sagemaker-${prefix}-*/${FOLDERS.code}/*`];
  const scope = { partition: "aws", accountId: account, prefixes: [prefix], declarations };
  const statements: PolicyStatement[] = [
    ...refreshStatements(scope),
    readCode(code),
    { sid: "NoData", effect: "Deny", actions: DATA_ACTIONS, resources: ["*"] },
    ...planDenyStatements(declarations, code),
  ];
  return { Version: "2012-10-17", Statement: statements.map(toIam) };
}

/** First part of every name of the installation; question marks stand for the hash of one that is cut. */
function prefixOf(name: string, environment: string): string {
  const whole = `${name}-${environment}`;
  return whole.length <= LONGEST ? whole : `${whole.slice(0, KEPT).replace(/-$/, "")}-??????`;
}

function toIam({ sid, effect = "Allow", actions, resources, notResources }: PolicyStatement) {
  return { Sid: sid, Effect: effect, Action: actions, Resource: resources, NotResource: notResources };
}
