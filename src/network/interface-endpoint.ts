import { DataAwsVpcEndpointService } from "@cdktf/provider-aws/lib/data-aws-vpc-endpoint-service";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import { placeEndpoint } from "./endpoint-placement";
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
    const offered = new DataAwsVpcEndpointService(this, "service", { service, serviceType: "Interface" });
    this.endpoint = new VpcEndpoint(this, "Default", {
      ...placeEndpoint(network, service, offered),
      securityGroupIds: [this.securityGroup.id],
      policy,
      tags: { Name: name },
    });
  }
}
