import { Eip } from "@cdktf/provider-aws/lib/eip";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import { tf, tfString, type Value } from "../terraform/expression";
import { Repeat } from "../terraform/instance-scope";

export interface NatGatewaysProps {
  readonly installation: Installation;
  /** How many; a Terraform expression known at plan time. The first stands in the first zone, and so on. */
  readonly count: Value<number>;
  readonly publicSubnetIds: string[];
  /** Without a route to the internet a NAT gateway fails to start. */
  readonly internetRoutes: ITerraformDependable[];
}

/** Lets private subnets reach the internet over IPv4; nothing reaches them through it. */
export class NatGateways extends Construct {
  /** The addresses that others see, for their allow lists. */
  readonly publicIps: string[];
  /** Known at plan time. */
  readonly count: Value<number>;

  private readonly gateways: Repeat;
  private readonly gateway: NatGateway;

  constructor(scope: Construct, id: string, props: NatGatewaysProps) {
    super(scope, id);
    const { installation, internetRoutes } = props;
    this.count = props.count;
    this.gateways = new Repeat(this, "Default", props.count);
    const { index } = this.gateways;
    const tags = { Name: `${installation.names.of("nat")}-${tf`${index} + 1`}` };
    const address = new Eip(this.gateways, "address", { domain: "vpc", tags, dependsOn: internetRoutes });
    this.gateway = new NatGateway(this.gateways, "Default", {
      allocationId: address.id,
      subnetId: tfString`element(${props.publicSubnetIds}, ${index})`,
      tags,
      dependsOn: internetRoutes,
      // Routes go to another gateway before this one is deleted: else its zone has no way out for minutes.
      lifecycle: { createBeforeDestroy: true },
    });
    this.publicIps = this.gateways.all(address.publicIp);
  }

  /** The gateway of an index, which may be an expression. */
  idFor(index: Value<number>): string {
    return this.gateways.at(this.gateway.id, index).asString;
  }
}
