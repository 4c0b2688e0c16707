import type { Installation } from "../aws/installation";
import type { Certificate } from "../dns/certificate";
import { isGiven, tf, type Value } from "../terraform/expression";
import { select } from "../terraform/instance-scope";

/** Whether the load balancer speaks HTTPS, and with which certificate; all are Terraform expressions. */
export interface Https {
  /** Known at plan time. */
  readonly enabled: Value<boolean>;
  /** Null while HTTPS is off. */
  readonly certificateArn: Value<string | null>;
  /** Conditions that have to hold before a listener uses the certificate. */
  readonly preconditions: readonly { readonly condition: Value<boolean>; readonly errorMessage: string }[];
}

export interface HttpsSources {
  /** The certificate that the operator names, or null: it wins. */
  readonly certificateArn: Value<string | null>;
  /** The one that the stack makes for the domain. */
  readonly certificate: Certificate;
  /** The installation has a domain; known at plan time. */
  readonly hasDomain: Value<boolean>;
}

/** The one place that decides whether HTTPS is on, and with which certificate. */
export function httpsWith(installation: Installation, sources: HttpsSources): Https {
  const { certificateArn, certificate, hasDomain } = sources;
  const arn = certificateArn;
  const { region, accountId } = installation;
  const part = (position: number) => tf`split(":", ${arn})[${position}]`;
  const belongsHere = (what: string, position: number, here: string, where: string) => ({
    condition: tf`${arn} == null ? true : ${part(position)} == ${here}`,
    errorMessage: `certificate_arn is ${tf`jsonencode(${arn})`}, but must be the ARN of a certificate in the ${what} of this installation, ${here}, ${where}. A load balancer cannot use a certificate of another ${what}.`,
  });
  return {
    enabled: tf`(${isGiven(certificateArn)} || ${hasDomain})`,
    certificateArn: select(isGiven(certificateArn), arn, certificate.arn),
    preconditions: [
      belongsHere("region", 3, region, "which the variable region names"),
      belongsHere("account", 4, accountId, "to which the credentials of this run belong"),
    ],
  };
}
