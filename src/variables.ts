import type { Construct } from "constructs";
import { Variable, type VariableConfig } from "./terraform/variable";
import { analyticsVariables } from "./variables/analytics";
import { applicationVariables } from "./variables/application";
import { databaseVariables } from "./variables/database";
import { edgeVariables } from "./variables/edge";
import { generalVariables } from "./variables/general";
import { identityVariables } from "./variables/identities";
import { mailVariables } from "./variables/mail";
import { networkVariables } from "./variables/network";
import { retentionVariables } from "./variables/retention";

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
