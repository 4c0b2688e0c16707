import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { SecurityGroup } from "./security-group";

export interface ConnectionProps {
  readonly from: SecurityGroup;
  readonly to: SecurityGroup;
  /** TCP port of the one that is called. */
  readonly port: number;
  /** Who calls whom for what; both rules carry it. */
  readonly description: string;
}

/** Lets the members of one security group open TCP connections to those of another, on one port. */
export class Connection extends Construct {
  /** A service that opens connections as soon as it starts waits for these. */
  readonly rules: ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ConnectionProps) {
    super(scope, id);
    const { from, to, port, description } = props;
    const tcp = { ipProtocol: "tcp", fromPort: port, toPort: port, description };
    this.rules = [
      new VpcSecurityGroupEgressRule(this, "out", {
        ...tcp,
        securityGroupId: from.id,
        referencedSecurityGroupId: to.id,
      }),
      new VpcSecurityGroupIngressRule(this, "in", {
        ...tcp,
        securityGroupId: to.id,
        referencedSecurityGroupId: from.id,
      }),
    ];
  }
}
