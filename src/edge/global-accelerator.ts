import { GlobalacceleratorAccelerator } from "@cdktf/provider-aws/lib/globalaccelerator-accelerator";
import { GlobalacceleratorEndpointGroup } from "@cdktf/provider-aws/lib/globalaccelerator-endpoint-group";
import { GlobalacceleratorListener } from "@cdktf/provider-aws/lib/globalaccelerator-listener";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import type { Endpoint } from "../dns/endpoint";
import { addBlocksWhen } from "../terraform/dynamic-block";
import { tf, type Value } from "../terraform/expression";
import { select, Toggle } from "../terraform/instance-scope";
import { declareOutput } from "../terraform/output";
import type { Https } from "./https";
import type { LoadBalancer } from "./load-balancer";

export interface GlobalAcceleratorProps {
  readonly installation: Installation;
  /** Known at plan time. */
  readonly enabled: Value<boolean>;
  readonly loadBalancer: LoadBalancer;
  /** The accelerator listens on the ports on which the load balancer does. */
  readonly https: Https;
  /** The load balancer has IPv6 addresses. */
  readonly ipv6: Value<boolean>;
}

/**
 * Brings people to the load balancer over AWS's own network, from the edge location that is nearest to them.
 *
 * The load balancer sees the clients' own addresses, so its security group and the firewall decide as before.
 * AWS puts a security group named GlobalAccelerator into the VPC, which Terraform does not know: it has to be
 * deleted by hand before the VPC can be.
 */
export class GlobalAccelerator extends Construct {
  /** The accelerator, or the load balancer itself while there is none. */
  readonly endpoint: Endpoint;
  /** The accelerator's own address, which no certificate covers; null while there is none. */
  readonly url: Value<string | null>;

  constructor(scope: Construct, id: string, props: GlobalAcceleratorProps) {
    super(scope, id);
    const { installation, loadBalancer, https, ipv6 } = props;
    const enabled = new Toggle(this, "Default", props.enabled);
    const { alb } = loadBalancer;
    const accelerator = new GlobalacceleratorAccelerator(enabled, "Default", {
      name: installation.names.of("accelerator", "accelerator"),
      ipAddressType: select(ipv6, "DUAL_STACK", "IPV4").asString,
      enabled: true,
      // DNS names something else before it goes. It must not depend on the load balancer, nor may what does
      // have this order: Terraform would extend it to the load balancer and its network, whose names and ranges are
      // taken until the former ones are gone.
      lifecycle: { createBeforeDestroy: true },
    });
    const listener = new GlobalacceleratorListener(enabled, "listener", {
      acceleratorArn: accelerator.id,
      protocol: "TCP",
      clientAffinity: "NONE",
      portRange: [{ fromPort: 80, toPort: 80 }],
    });
    addBlocksWhen(https.enabled, listener, "port_range", [{ from_port: 443, to_port: 443 }]);
    const endpoints = new GlobalacceleratorEndpointGroup(enabled, "endpoints", {
      listenerArn: listener.id,
      endpointGroupRegion: installation.region,
      // The health of a load balancer is that of its targets; the group's own checks do not apply.
      endpointConfiguration: [{ endpointId: alb.arn, clientIpPreservationEnabled: true, weight: 128 }],
    });
    // An accelerator that had only IPv4 gets the second name in an update, of whose outcome the provider's plan
    // knows nothing. The two names differ only in this.
    const dualStack = tf`coalesce(${accelerator.dualStackDnsName}, replace(${accelerator.dnsName}, ".awsglobalaccelerator.", ".dualstack.awsglobalaccelerator."))`;
    const scheme = select(https.enabled, "https", "http");
    this.url = enabled.select(
      tf`join("://", [${scheme}, ${select(ipv6, dualStack, accelerator.dnsName)}])`,
      null,
    );
    declareOutput(
      this,
      "global_accelerator_url",
      "The accelerator's own address; null while it is off. Point a DNS record at its name where route53_domain does not.",
      this.url,
    );
    this.endpoint = {
      dnsName: enabled.select(accelerator.dnsName, alb.dnsName),
      dualStackDnsName: enabled.select(select(ipv6, dualStack, accelerator.dnsName), alb.dnsName),
      zoneId: enabled.select(accelerator.hostedZoneId, alb.zoneId),
      ready: [endpoints],
    };
  }
}
