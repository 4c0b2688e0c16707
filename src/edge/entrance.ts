import type { ITerraformDependable } from "cdktf";
import type { Expression } from "../terraform/expression";

/** What a DNS record of OpenEMR points at: the load balancer, or the accelerator in front of it. */
export interface Entrance {
  readonly dnsName: Expression;
  /** Name that has IPv6 addresses as well, where the entrance has some. */
  readonly dualStackDnsName: Expression;
  /** The hosted zone of the name, which an alias record has to give. */
  readonly zoneId: Expression;
  /** What a record waits for: without it nobody answers at the name. */
  readonly ready: readonly ITerraformDependable[];
}
