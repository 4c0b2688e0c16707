import { list, text, value } from "../fact";
import type { Details } from "../kind";
import { type PlannedResource, UNKNOWN } from "../resource";

export const networkKinds: Details = {
  aws_vpc: { facts: [value("cidr_block")] },
  aws_subnet: { facts: [value("cidr_block"), value("ipv6_cidr_block")] },
  aws_nat_gateway: { facts: [value("connectivity_type")] },
  aws_vpc_endpoint: {
    facts: [value("vpc_endpoint_type"), value("service_name"), list("subnet_ids")],
  },
  aws_flow_log: {
    facts: [
      text((resource) => `${(resource.text("traffic_type") ?? "all").toLowerCase()} traffic`),
      value("log_destination_type", "to"),
    ],
  },
  aws_default_security_group: {
    facts: [
      (resource) =>
        ["ingress", "egress"].some((rules) => resource.size(rules) > 0 || isComputed(resource, rules))
          ? { text: "has rules", weak: true }
          : { text: "closed" },
    ],
  },
};

/** Rules that come from elsewhere. Left out, they are unknown as well, and the provider removes them all. */
function isComputed(resource: PlannedResource, rules: string): boolean {
  return resource.get(rules) === UNKNOWN && resource.isConfigured(rules);
}
