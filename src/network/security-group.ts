import { SecurityGroup as AwsSecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import type { Network } from "./network";

export interface SecurityGroupProps {
  readonly installation: Installation;
  readonly network: Network;
  /** Last part of the name, e.g. `database`. */
  readonly name: string;
  /** EC2 takes no apostrophe in it. AWS replaces the group when this changes, and everything in it with it. */
  readonly description: string;
}

/**
 * A security group that lets nothing in and nothing out. Each exception is a `Connection` or an
 * `InternetEgress` of its own, never an inline rule: Terraform would fight over the two kinds.
 */
export class SecurityGroup extends Construct {
  readonly group: AwsSecurityGroup;
  readonly id: string;

  constructor(scope: Construct, id: string, props: SecurityGroupProps) {
    super(scope, id);
    const name = props.installation.names.of(props.name);
    this.group = new AwsSecurityGroup(this, "Default", {
      name,
      description: props.description,
      vpcId: props.network.vpcId,
      tags: { Name: name },
    });
    this.id = this.group.id;
  }
}
