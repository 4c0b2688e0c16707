import { readFileSync } from "node:fs";
import { FOLDERS } from "../../../src/analytics/export-store";
import { analyticsParameterName } from "../../../src/analytics/sample-code";
import { settingsParameterName } from "../../../src/application/settings-declaration";
import type { PolicyStatement } from "../../../src/aws/policy-document";
import { type Environment, namesakesOf } from "../../../src/environments";
import { DEFAULT_NAME } from "../../../src/installation-variables";
import { procedureParameterName } from "../../../src/operations/procedure-lock";
import { textAssigned } from "../../../src/terraform/tfvars";
import { UserError } from "../../../src/user-error";

/** The longest name of an installation that is not cut, as PhysicalNames has it, and what is kept of a longer one. */
const LONGEST = 24;
const KEPT = 17;

/** The installation that the roles of an environment's runs are for. */
export interface RoleScope {
  readonly partition: string;
  readonly accountId: string;
  /** First part of every physical name of all installations. */
  readonly application: string;
  /** First part of every name of the installation; question marks stand for the hash of one that is cut. */
  readonly prefix: string;
  /** ARNs of the parameters that a plan reads. */
  readonly declarations: readonly string[];
  /** ARNs of the objects with code in the installation's buckets. */
  readonly codeObjects: readonly string[];
  /** A text that the environment's file assigns. */
  readonly assigned: (variable: string) => string | undefined;
}

/** @param accountId of the AWS account */
export function roleScope(environment: Environment, accountId: string): RoleScope {
  const { name, file } = environment;
  const [other] = namesakesOf(environment);
  if (other !== undefined) {
    throw new UserError(
      `A role of "${name}" could reach what belongs to "${other}", whose name begins with ${name}-. ` +
        `Rename one of the two, or run it from a checkout without environments/${other}.tfvars.`,
    );
  }
  const text = readFileSync(file, "utf8");
  const assigned = (variable: string) => textAssigned(text, variable);
  const application = assigned("name") ?? DEFAULT_NAME;
  const prefix = prefixOf(application, name);
  const names = { path: (part: string) => `/${prefix}/${part}` };
  const declarations = [settingsParameterName, analyticsParameterName, procedureParameterName].map(
    (nameOf) => `arn:aws:ssm:*:${accountId}:parameter${nameOf(names)}`,
  );
  const codeObjects = [`arn:aws:s3:::sagemaker-${prefix}-*/${FOLDERS.code}/*`];
  return { partition: "aws", accountId, application, prefix, declarations, codeObjects, assigned };
}

function prefixOf(application: string, environment: string): string {
  const whole = `${application}-${environment}`;
  return whole.length <= LONGEST ? whole : `${whole.slice(0, KEPT).replace(/-$/, "")}-??????`;
}

/** The document of a policy, as IAM takes it. */
export function policyOf(statements: readonly PolicyStatement[]) {
  return {
    Version: "2012-10-17",
    Statement: statements.filter(({ when }) => when !== false).map(toIam),
  };
}

function toIam(statement: PolicyStatement) {
  const { sid, effect = "Allow", actions, notActions, resources, notResources, conditions } = statement;
  return {
    Sid: sid,
    Effect: effect,
    Action: actions,
    NotAction: notActions,
    Resource: resources,
    NotResource: notResources,
    Condition: conditions,
  };
}
