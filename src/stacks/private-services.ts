import type { Construct } from "constructs";
import { SERVICES_OF_ANALYTICS } from "../analytics/access-to-services";
import type { Installation } from "../aws/installation";
import type { Network } from "../network/network";
import { PrivateServices, SERVICES_OF_OPENEMR } from "../network/private-services";
import { tf } from "../terraform/expression";
import type { Variables } from "../variables";

/** The services of AWS that an operator wants inside the VPC, and those that analytics needs there without internet. */
export function makePrivateServices(
  stack: Construct,
  parts: { readonly installation: Installation; readonly network: Network },
  variables: Variables,
): PrivateServices {
  const wanted = variables.enablePrivateEndpoints.value;
  const isClosed = tf`${variables.createServerlessAnalyticsEnvironment.value} && !${variables.analyticsInternetAccess.value}`;
  return new PrivateServices(stack, "private_services", {
    ...parts,
    services: tf`concat(${wanted} ? ${SERVICES_OF_OPENEMR} : [], ${isClosed} ? ${SERVICES_OF_ANALYTICS} : [])`,
  });
}
