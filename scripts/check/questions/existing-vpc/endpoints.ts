import { DescribeVpcEndpointsCommand } from "@aws-sdk/client-ec2";
import { SERVICES_OF_ANALYTICS } from "../../../../src/analytics/access-to-services";
import { SERVICES_OF_OPENEMR } from "../../../../src/network/private-services";
import type { Clients } from "../../account";
import type { CheckedEnvironment } from "../../environment";
import { type Answer, right, wrong } from "../../question";
import { isOfInstallation } from "../../tags";

/** AWS refuses a second endpoint in a VPC that answers for a service's own name. */
export async function askEndpoints(
  ec2: Clients["ec2"],
  vpc: string,
  environment: CheckedEnvironment,
): Promise<Answer> {
  const { VpcEndpoints = [] } = await ec2.send(
    new DescribeVpcEndpointsCommand({ Filters: [{ Name: "vpc-id", Values: [vpc] }] }),
  );
  const others = VpcEndpoints.filter(({ Tags }) => !isOfInstallation(environment, Tags));
  const has = (service: string) =>
    others.filter(({ ServiceName }) => ServiceName === `com.amazonaws.${environment.region}.${service}`);
  const taken = endpointsOf(environment).find(({ service }) =>
    has(service).some(({ PrivateDnsEnabled }) => PrivateDnsEnabled),
  );
  if (taken) {
    return wrong(
      `${taken.service} has an endpoint with the service's own name, and ${taken.setting} makes another`,
      `set ${opposite(taken.setting)}, or have the VPC's owner delete that endpoint`,
    );
  }
  return right(
    has("s3").length > 0
      ? "none is in the way; S3 has one"
      : "none is in the way; S3 has none, so exports and layers of images pass the way out",
  );
}

/** Services for which the capabilities that are on make an endpoint. */
function endpointsOf(environment: CheckedEnvironment): { service: string; setting: string }[] {
  const analytics = environment.isOn("create_serverless_analytics_environment");
  const made: [setting: string, isMade: boolean, services: readonly string[]][] = [
    ["configure_ses = true", environment.isOn("configure_ses"), ["email-smtp"]],
    ["enable_private_endpoints = true", environment.isOn("enable_private_endpoints"), SERVICES_OF_OPENEMR],
    [
      "enable_bedrock_integration = true",
      environment.isOn("enable_bedrock_integration"),
      ["bedrock-runtime"],
    ],
    [
      "enable_sagemaker_endpoints = true",
      analytics && environment.isOn("enable_sagemaker_endpoints"),
      ["sagemaker.api", "sagemaker.runtime"],
    ],
    [
      "analytics_internet_access = false",
      analytics && !environment.isOn("analytics_internet_access"),
      SERVICES_OF_ANALYTICS,
    ],
  ];
  return made
    .filter(([, isMade]) => isMade)
    .flatMap(([setting, , services]) => services.map((service) => ({ service, setting })));
}

function opposite(setting: string): string {
  return setting.endsWith("true") ? setting.replace(/true$/, "false") : setting.replace(/false$/, "true");
}
