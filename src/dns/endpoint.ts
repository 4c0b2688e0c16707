import type { ITerraformDependable } from "cdktf";
import type { Value } from "../terraform/expression";

/** The target of OpenEMR's DNS records: the load balancer, or the accelerator in front of it. */
export interface Endpoint {
  readonly dnsName: Value<string>;
  /** Name that has IPv6 addresses as well, where the endpoint has some. */
  readonly dualStackDnsName: Value<string>;
  /** The hosted zone of the name, which an alias record has to give. */
  readonly zoneId: Value<string>;
  /** A record waits for these: without them nobody answers at the name. */
  readonly ready: readonly ITerraformDependable[];
}
