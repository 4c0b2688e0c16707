import { GlobalAccelerator } from "../../src/edge/global-accelerator";
import { hasItems } from "../../src/terraform/expression";
import { httpsFor, loadBalancerFor, SynthesizedCapability } from "../support/capability";
import { evaluateExpressions } from "../support/evaluate";

const edge = new SynthesizedCapability((surroundings) => {
  const { stack, installation, variables } = surroundings;
  const https = httpsFor(surroundings);
  const loadBalancer = loadBalancerFor(surroundings, https);
  new GlobalAccelerator(stack, "accelerator", {
    installation,
    enabled: variables.enableGlobalAccelerator.value,
    loadBalancer,
    https,
    ipv6: hasItems(variables.securityGroupIpRangeIpv6.value),
  });
});

const CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/1";
const ADDRESS = "aws_globalaccelerator_accelerator.accelerator";
const listener = edge.resource("aws_globalaccelerator_listener.accelerator_listener") as {
  dynamic: { port_range: [{ for_each: string }] };
};

/** The type of the accelerator's addresses, and a list with an item for each time that its listener has port 443. */
function evaluated(values: Readonly<Record<string, unknown>>): unknown[] {
  const expressions = [edge.resource(ADDRESS).ip_address_type, listener.dynamic.port_range[0].for_each];
  return evaluateExpressions(edge.evaluable, { region: "us-east-1", ...values }, expressions);
}

describe("the accelerator", () => {
  it("listens on the ports of the load balancer: 80 always, 443 with HTTPS", () => {
    expect(listener).toMatchObject({
      protocol: "TCP",
      port_range: [{ from_port: 80, to_port: 80 }],
      dynamic: { port_range: [{ content: { from_port: 443, to_port: 443 } }] },
    });
  });

  it("has port 443 and IPv6 where the load balancer has them, and goes only after DNS has left it", () => {
    expect(evaluated({})).toEqual(["IPV4", []]);
    const values = { certificate_arn: CERTIFICATE, security_group_ip_range_ipv6: ["2001:db8::/32"] };
    expect(evaluated(values)).toEqual(["DUAL_STACK", [1]]);
    expect(edge.resource(ADDRESS).lifecycle).toEqual({ create_before_destroy: true });
  });

  it("leads to the load balancer, which sees the clients' own addresses", () => {
    expect(edge.resource("aws_globalaccelerator_endpoint_group.accelerator_endpoints")).toMatchObject({
      endpoint_group_region: "${var.region}",
      endpoint_configuration: [{ endpoint_id: "${aws_lb.edge.arn}", client_ip_preservation_enabled: true }],
    });
  });
});
