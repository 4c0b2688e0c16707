import { placesOf } from "../installation-variables";
import { tf } from "../terraform/expression";
import type { Declare } from "../terraform/variable";

/**
 * Choices for the roles of operators.
 *
 * @param environments names of all environments of the project
 */
export function operatorVariables(declare: Declare, environments: readonly string[]) {
  return {
    environments: declare("environments", {
      type: "map(string)",
      description:
        'Environments in this account that people operate, each with its region, e.g. { production = "eu-west-1" }. Each gets a role.',
      rules: placesOf(environments),
    }),
    operatorArns: declare("operator_arns", {
      type: "list(string)",
      description:
        "ARNs of the roles or users of IAM whose people may operate, e.g. the role that IAM Identity Center made for a permission set.",
      rules: [
        {
          holds: (value) => tf`length(${value}) > 0`,
          mustBe: "at least one ARN",
        },
        {
          holds: (value) =>
            tf`alltrue([for arn in ${value} : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:(role|user)/[A-Za-z0-9+=,.@_/-]+$", arn))])`,
          mustBe: "a list of ARNs, each of one role or user of IAM",
          hint: "A whole account or everybody is nobody in particular: name the roles.",
        },
      ],
    }),
    allowSessions: declare("sessions_for_operators", {
      type: "bool",
      default: false,
      description:
        "Lets operators into tasks of OpenEMR: forwarded ports and shells. Whoever has them reaches patients' data.",
    }),
  };
}
