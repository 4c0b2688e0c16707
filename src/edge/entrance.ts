import type { Expression } from "../terraform/expression";

/** What a DNS record of OpenEMR points at: the load balancer, or the accelerator in front of it. */
export interface Entrance {
  readonly dnsName: Expression;
  /** The hosted zone of the name, which an alias record has to give. */
  readonly zoneId: Expression;
}
