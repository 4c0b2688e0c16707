import type { Construct } from "constructs";
import { SERVICES_OF_ANALYTICS } from "../analytics/access-to-services";
import type { Installation } from "../aws/installation";
import type { Network } from "../network/network";
import { PrivateServices } from "../network/private-services";
import { tf } from "../terraform/expression";
import type { Variables } from "../variables";

/** Called by OpenEMR's tasks, by those who look into them with ECS Exec, and by functions in the VPC. */
const SERVICES_OF_OPENEMR = ["ecr.api", "ecr.dkr", "kms", "logs", "secretsmanager", "ssm", "ssmmessages"];

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
