import type { Construct } from "constructs";
import { Variable, type VariableConfig } from "./terraform/variable";
import { analyticsVariables } from "./analytics/variables";
import { applicationVariables } from "./application/variables";
import { databaseVariables } from "./database/variables";
import { edgeVariables } from "./edge/variables";
import { generalVariables } from "./installation-variables";
import { identityVariables } from "./aws/variables";
import { mailVariables } from "./mail/variables";
import { networkVariables } from "./network/variables";
import { retentionVariables } from "./backup/variables";

/** Declares one variable of a stack. */
export type Declare = (name: string, config: VariableConfig) => Variable;

/**
 * Everything that an operator can choose, as Terraform variables of the stack. Each group is a file below
 * `variables/`; the table in README.md is generated from these declarations.
 */
export function declareVariables(scope: Construct) {
  const declare: Declare = (name, config) => new Variable(scope, name, config);
  const general = generalVariables(declare);
  const edge = edgeVariables(declare);
  return {
    ...general,
    ...identityVariables(declare),
    ...networkVariables(declare),
    ...edge,
    ...databaseVariables(declare),
    ...applicationVariables(declare, { ...general, ...edge }),
    ...mailVariables(declare, { ...general, ...edge }),
    ...retentionVariables(declare),
    ...analyticsVariables(declare),
  };
}

export type Variables = ReturnType<typeof declareVariables>;
