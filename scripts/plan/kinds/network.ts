import { list, text, value } from "../fact";
import type { Kinds } from "../kind";
import { type PlannedResource, UNKNOWN } from "../resource";

export const networkKinds: Kinds = {
  aws_vpc: { one: "VPC", facts: [value("cidr_block")] },
  aws_subnet: { one: "subnet", facts: [value("cidr_block"), value("ipv6_cidr_block")] },
  aws_nat_gateway: { one: "NAT gateway", facts: [value("connectivity_type")] },
  aws_vpc_endpoint: {
    one: "VPC endpoint",
    facts: [value("vpc_endpoint_type"), value("service_name"), list("subnet_ids")],
  },
  aws_flow_log: {
    one: "flow log",
    facts: [
      text((resource) => `${(resource.text("traffic_type") ?? "all").toLowerCase()} traffic`),
      value("log_destination_type", "to"),
    ],
  },
  aws_default_security_group: {
    one: "default security group",
    facts: [
      (resource) =>
        ["ingress", "egress"].some((rules) => resource.size(rules) > 0 || isComputed(resource, rules))
          ? { text: "has rules", weak: true }
          : { text: "closed" },
    ],
  },
  aws_eip: { one: "elastic IP address", many: "elastic IP addresses" },
  aws_internet_gateway: { one: "internet gateway" },
  aws_route: { one: "route" },
  aws_route_table: { one: "route table" },
  aws_route_table_association: { one: "route table association" },
  aws_security_group: { one: "security group" },
  aws_vpc_endpoint_route_table_association: { one: "endpoint route" },
  aws_vpc_security_group_egress_rule: { one: "egress rule" },
  aws_vpc_security_group_ingress_rule: { one: "ingress rule" },
};

/** Rules that come from elsewhere. Left out, they are unknown as well, and the provider removes them all. */
function isComputed(resource: PlannedResource, rules: string): boolean {
  return resource.get(rules) === UNKNOWN && resource.isConfigured(rules);
}
