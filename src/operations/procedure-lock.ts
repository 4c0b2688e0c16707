import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import type { PhysicalNames } from "../aws/physical-names";
import { rawExpression, tf, tfString } from "../terraform/expression";
import { declareOutput } from "../terraform/output";

/** The parameter's value while none is under way. */
const NONE = "none";

/** Name of the parameter, for what is made without the installation. */
export function procedureParameterName(names: Pick<PhysicalNames, "path">): string {
  return names.path("procedure");
}

/**
 * Refuses each plan, and so each deploy, while a procedure is exchanging the database: its name is then that of
 * another one, or of none, and Terraform would make a new one. A procedure writes into this parameter what it does, and
 * `none` at its end.
 */
export class ProcedureLock extends Construct {
  constructor(scope: Construct, id: string, { installation }: { readonly installation: Installation }) {
    super(scope, id);
    const value = rawExpression("self.insecure_value");
    const parameter = new SsmParameter(this, "Default", {
      name: procedureParameterName(installation.names),
      description: "A procedure that is under way, which no deploy may disturb.",
      type: "String",
      tier: "Standard",
      insecureValue: NONE,
      lifecycle: {
        ignoreChanges: ["insecure_value"],
        postcondition: [
          {
            condition: tf`${value} == ${NONE}`,
            errorMessage: tfString`join("", ["Nothing may be deployed now, as a procedure is under way: ", ${value}, ". It ends when its command is run to the end, or taken back by it."])`,
          },
        ],
      },
    });
    declareOutput(
      this,
      "procedure_parameter",
      "Parameter that tells of a procedure that is under way.",
      parameter.name,
    );
  }
}
