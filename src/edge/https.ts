import type { Installation } from "../installation";
import { type Expression, tf } from "../terraform/expression";
import type { Variable } from "../terraform/variable";

/** Whether the load balancer speaks HTTPS, and with which certificate; all are Terraform expressions. */
export interface Https {
  /** Known at plan time. */
  readonly enabled: Expression;
  /** Null while HTTPS is off. */
  readonly certificateArn: Expression;
  /** What has to hold before a listener uses the certificate. */
  readonly preconditions: readonly { readonly condition: Expression; readonly errorMessage: string }[];
}

/**
 * HTTPS with the certificate that the operator names. This is the one place that decides whether HTTPS is on:
 * a certificate that the stack makes itself joins here.
 */
export function httpsWith(installation: Installation, certificateArn: Variable): Https {
  const arn = certificateArn.value;
  const { region, accountId } = installation;
  const part = (position: number) => tf`split(":", ${arn})[${position}]`;
  const belongsHere = (what: string, position: number, here: string, where: string) => ({
    condition: tf`${arn} == null ? true : ${part(position)} == ${here}`,
    errorMessage: `certificate_arn is ${tf`jsonencode(${arn})`}, but must be the ARN of a certificate in the ${what} of this installation, ${here}, ${where}. A load balancer cannot use a certificate of another ${what}.`,
  });
  return {
    enabled: tf`(${certificateArn.isGiven})`,
    certificateArn: arn,
    preconditions: [
      belongsHere("region", 3, region, "which the variable region names"),
      belongsHere("account", 4, accountId, "to which the credentials of this run belong"),
    ],
  };
}
