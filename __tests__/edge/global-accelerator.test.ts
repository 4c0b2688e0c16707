import { GlobalAccelerator } from "../../src/edge/global-accelerator";
import { LoadBalancer } from "../../src/edge/load-balancer";
import { hasItems } from "../../src/terraform/expression";
import { httpsFor, SynthesizedCapability } from "../support/capability";

const edge = new SynthesizedCapability((surroundings) => {
  const { stack, installation, network, variables } = surroundings;
  const https = httpsFor(surroundings);
  const loadBalancer = new LoadBalancer(stack, "edge", {
    installation,
    network,
    https,
    ipv4Ranges: variables.securityGroupIpRangeIpv4.value,
    ipv6Ranges: variables.securityGroupIpRangeIpv6.value,
    accessLogRetentionDays: 365,
  });
  new GlobalAccelerator(stack, "accelerator", {
    installation,
    enabled: variables.enableGlobalAccelerator.value,
    loadBalancer,
    https,
    ipv6: hasItems(variables.securityGroupIpRangeIpv6.value),
  });
});

describe("the accelerator", () => {
  it("listens on the ports of the load balancer: 80 always, 443 with HTTPS", () => {
    expect(edge.resource("aws_globalaccelerator_listener.accelerator_listener")).toMatchObject({
      protocol: "TCP",
      port_range: [{ from_port: 80, to_port: 80 }],
      dynamic: {
        port_range: [
          {
            for_each: "${((var.certificate_arn != null || var.route53_domain != null)) ? [1] : []}",
            content: { from_port: 443, to_port: 443 },
          },
        ],
      },
    });
  });

  it("leads to the load balancer, which sees the clients' own addresses", () => {
    expect(edge.resource("aws_globalaccelerator_endpoint_group.accelerator_endpoints")).toMatchObject({
      endpoint_group_region: "${var.region}",
      endpoint_configuration: [{ endpoint_id: "${aws_lb.edge.arn}", client_ip_preservation_enabled: true }],
    });
  });

  it("speaks IPv6 where the load balancer does, and goes only after DNS has left it", () => {
    const address = "aws_globalaccelerator_accelerator.accelerator";
    const type = (ranges: readonly string[]) =>
      edge.evaluated(address, ["ip_address_type"], { security_group_ip_range_ipv6: ranges });
    expect(type([])).toEqual({ ip_address_type: "IPV4" });
    expect(type(["2001:db8::/32"])).toEqual({ ip_address_type: "DUAL_STACK" });
    expect(edge.resource(address).lifecycle).toEqual({ create_before_destroy: true });
  });
});
