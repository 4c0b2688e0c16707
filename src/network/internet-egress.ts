import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { SecurityGroup } from "./security-group";

export interface InternetEgressProps {
  readonly from: SecurityGroup;
  /** TCP port, e.g. 443. */
  readonly port: number;
  /** Names the data that is fetched or sent there. */
  readonly description: string;
}

/**
 * Lets the members of a security group open TCP connections to any IPv4 address, on one port. AWS's own APIs
 * have changing addresses and count as the internet here.
 *
 * Looking names up needs no rule: security groups do not filter traffic with the VPC's resolver
 * (AmazonProvidedDNS), nor with the endpoints for metadata and credentials of a task.
 */
export class InternetEgress extends Construct {
  readonly rules: ITerraformDependable[];

  constructor(scope: Construct, id: string, props: InternetEgressProps) {
    super(scope, id);
    this.rules = [
      new VpcSecurityGroupEgressRule(this, "Default", {
        securityGroupId: props.from.id,
        cidrIpv4: "0.0.0.0/0",
        ipProtocol: "tcp",
        fromPort: props.port,
        toPort: props.port,
        description: props.description,
      }),
    ];
  }
}
