import { DataAwsVpcEndpointService } from "@cdktf/provider-aws/lib/data-aws-vpc-endpoint-service";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import { tf } from "../terraform/expression";
import type { Network } from "./network";
import { SecurityGroup } from "./security-group";

export interface InterfaceEndpointProps {
  readonly installation: Installation;
  readonly network: Network;
  /** Last part of the service's name, e.g. `bedrock-runtime`. */
  readonly service: string;
  /** Policy of the endpoint, as a JSON document. @default - callers may do through it all that they may do */
  readonly policy?: string;
}

/**
 * A service of AWS inside the VPC, under its usual name. It is billed by the hour and zone. Who may connect is
 * said by a `Connection` to its security group.
 */
export class InterfaceEndpoint extends Construct {
  readonly endpoint: VpcEndpoint;
  readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, props: InterfaceEndpointProps) {
    super(scope, id);
    const { installation, network, service, policy } = props;
    const name = installation.names.of(service);
    this.securityGroup = new SecurityGroup(this, "security_group", {
      installation,
      network,
      name: service,
      description: `VPC endpoint of ${service}`,
    });
    // Few services are in every zone, and in which ones differs by account.
    const offered = new DataAwsVpcEndpointService(this, "service", { service, serviceType: "Interface" });
    const zones = offered.availabilityZones;
    const subnetIds = tf`[for i, subnet in ${network.privateSubnetIds} : subnet if contains(${zones}, element(${network.privateSubnetZones}, i))]`;
    this.endpoint = new VpcEndpoint(this, "Default", {
      vpcId: network.vpcId,
      serviceName: offered.serviceName,
      vpcEndpointType: "Interface",
      privateDnsEnabled: true,
      subnetIds: subnetIds.asList,
      securityGroupIds: [this.securityGroup.id],
      policy,
      tags: { Name: name },
      lifecycle: {
        precondition: [
          {
            condition: tf`length(${subnetIds}) > 0`,
            errorMessage: `The VPC endpoint of ${service} needs a subnet in one of ${tf`join(", ", ${zones})`}, but the private subnets are in ${tf`join(", ", ${network.privateSubnetZones})`}. Set availability_zone_count = 3, or turn off what needs the endpoint.`,
          },
        ],
      },
    });
  }
}
