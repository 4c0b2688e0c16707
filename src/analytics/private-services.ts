import { DataAwsVpcEndpointService } from "@cdktf/provider-aws/lib/data-aws-vpc-endpoint-service";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import { Connection } from "../network/connection";
import type { Network } from "../network/network";
import { SecurityGroup } from "../network/security-group";
import { tf } from "../terraform/expression";
import { Repeat } from "../terraform/instance-scope";

export interface PrivateServicesProps {
  readonly installation: Installation;
  readonly network: Network;
}

/**
 * The services of AWS that Studio, its jobs and Spark call, but for SageMaker, which has endpoints of its own, and S3:
 * "Connect Studio in a VPC to external resources" in the developer guide of SageMaker, and what the notebook and the
 * commands of docs/analytics.md call.
 */
const SERVICES = [
  "ecr.api",
  "ecr.dkr",
  "ecs",
  "emr-serverless",
  "emr-serverless-services.livy",
  "glue",
  "kms",
  "lambda",
  "logs",
  "rds",
  "ssm",
  "sts",
];

/** Services of AWS inside the VPC, under their usual names, for what must not reach the internet. */
export class PrivateServices extends Construct {
  private readonly securityGroup: SecurityGroup;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PrivateServicesProps,
  ) {
    super(scope, id);
    const { installation, network } = props;
    this.securityGroup = new SecurityGroup(this, "security_group", {
      installation,
      network,
      name: "private-services",
      description: "VPC endpoints of services for analytics",
    });
    // Their names lead here from everywhere in the VPC, so OpenEMR's tasks come, too.
    new VpcSecurityGroupIngressRule(this, "from_vpc", {
      securityGroupId: this.securityGroup.id,
      cidrIpv4: network.vpc.cidrBlock,
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      description: "Everything in the VPC to services of AWS",
    });
    const services = new Repeat(this, "services", SERVICES.length);
    const offered = new DataAwsVpcEndpointService(services, "offered", {
      service: tf`${SERVICES}[${services.index}]`.asString,
      serviceType: "Interface",
    });
    const zones = offered.availabilityZones;
    const subnets = tf`[for i, subnet in ${network.privateSubnetIds} : subnet if contains(${zones}, element(${network.privateSubnetZones}, i))]`;
    new VpcEndpoint(services, "Default", {
      vpcId: network.vpc.id,
      serviceName: offered.serviceName,
      vpcEndpointType: "Interface",
      privateDnsEnabled: true,
      subnetIds: subnets.asList,
      securityGroupIds: [this.securityGroup.id],
      tags: { Name: installation.names.of("private-services") },
    });
  }

  /** Lets the members of a security group reach these services and S3. */
  grantAccess(id: string, from: SecurityGroup, description: string): void {
    new Connection(this, id, { from, to: this.securityGroup, port: 443, description });
    new VpcSecurityGroupEgressRule(this, `${id}_s3`, {
      securityGroupId: from.id,
      prefixListId: this.props.network.s3PrefixListId,
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      description: `${description}: S3`,
    });
  }
}
