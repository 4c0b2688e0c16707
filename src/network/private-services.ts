import { DataAwsVpcEndpointService } from "@cdktf/provider-aws/lib/data-aws-vpc-endpoint-service";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import { hasItems, tf, tfString, type Value } from "../terraform/expression";
import { Each, Toggle } from "../terraform/instance-scope";
import { placeEndpoint } from "./endpoint-placement";
import type { Network } from "./network";
import { SecurityGroup } from "./security-group";

export interface PrivateServicesProps {
  readonly installation: Installation;
  readonly network: Network;
  /** Last parts of the services' names, such as `ecr.api`; known at plan time. None makes nothing. */
  readonly services: Value<readonly string[]>;
}

/** Called by OpenEMR's tasks, by those who look into them with ECS Exec, and by functions in the VPC. */
export const SERVICES_OF_OPENEMR: readonly string[] = [
  "ecr.api",
  "ecr.dkr",
  "kms",
  "logs",
  "secretsmanager",
  "ssm",
  "ssmmessages",
];

/**
 * Services of AWS inside the VPC, under their usual names. AWS refuses two endpoints of one service that both have its
 * usual name in a VPC, so all parts of an installation share these, and whoever asks for a service twice gets one.
 */
export class PrivateServices extends Construct {
  /** There only where there is a service. */
  readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, { installation, network, services }: PrivateServicesProps) {
    super(scope, id);
    const some = new Toggle(this, "Default", hasItems(services));
    this.securityGroup = new SecurityGroup(some, "security_group", {
      installation,
      network,
      name: "private-services",
      description: "VPC endpoints of services of AWS",
    });
    // Their names lead here from everywhere in the VPC.
    const https = {
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      description: "Everything in the VPC to services of AWS",
    };
    new VpcSecurityGroupIngressRule(some, "from_vpc", {
      securityGroupId: this.securityGroup.id,
      cidrIpv4: tfString`${network.vpcRanges}[0]`,
      ...https,
    });
    // An existing VPC may have several.
    const further = tf`slice(${network.vpcRanges}, 1, length(${network.vpcRanges}))`;
    const range = new Each(some, "from_range", further);
    new VpcSecurityGroupIngressRule(range, "Default", {
      securityGroupId: this.securityGroup.id,
      cidrIpv4: range.key.asString,
      ...https,
    });
    const each = new Each(some, "services", services);
    const offered = new DataAwsVpcEndpointService(each, "offered", {
      service: each.key.asString,
      serviceType: "Interface",
    });
    new VpcEndpoint(each, "Default", {
      ...placeEndpoint(network, each.key, offered),
      securityGroupIds: [this.securityGroup.id],
      tags: { Name: installation.names.of("private-services") },
    });
  }
}
