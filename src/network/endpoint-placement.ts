import type { DataAwsVpcEndpointService } from "@cdktf/provider-aws/lib/data-aws-vpc-endpoint-service";
import { tf, type Value } from "../terraform/expression";
import type { Network } from "./network";

/**
 * Arguments of an interface endpoint that has the usual name of its service: it is in the private subnets in whose zones the
 * service is. Few services are in every zone, and in which ones differs by account. AWS takes an endpoint without a subnet as
 * well, and the name then leads nowhere from all of the VPC.
 */
export function placeEndpoint(network: Network, service: Value<string>, offered: DataAwsVpcEndpointService) {
  const zones = offered.availabilityZones;
  const subnetIds = tf`[for i, subnet in ${network.privateSubnetIds} : subnet if contains(${zones}, element(${network.privateSubnetZones}, i))]`;
  return {
    vpcId: network.vpcId,
    serviceName: offered.serviceName,
    vpcEndpointType: "Interface",
    privateDnsEnabled: true,
    subnetIds: subnetIds.asList,
    lifecycle: {
      precondition: [
        {
          condition: tf`length(${subnetIds}) > 0`,
          errorMessage: `The VPC endpoint of ${service} needs a subnet in one of ${tf`join(", ", ${zones})`}, but the private subnets are in ${tf`join(", ", ${network.privateSubnetZones})`}. Set availability_zone_count = 3, or turn off what needs the endpoint.`,
        },
      ],
    },
  };
}
