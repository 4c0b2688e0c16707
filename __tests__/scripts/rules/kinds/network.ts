import { GONE, isNew, type Kind, replaces } from "./kind";

const HTTPS_IN = 'aws_vpc_security_group_ingress_rule.edge_ipv4_https["203.0.113.0/24"]';
const HTTPS_IN6 = 'aws_vpc_security_group_ingress_rule.edge_ipv6_https["2001:db8::/32"]';
const DATABASE_IN = "aws_vpc_security_group_ingress_rule.application_to_database_in";
const ROUTE = "aws_route.network_private_ipv4[0]";
const ingress = (values: object) =>
  isNew({
    security_group_id: "sg-2287a581602cb524e",
    ip_protocol: "tcp",
    from_port: 3306,
    to_port: 3306,
    ...values,
  });

export const network: readonly Kind[] = [
  ["the load balancer is open to the world", "danger", /lets/, HTTPS_IN6, { cidr_ipv6: "::/0" }],
  [
    "half of the internet may reach the load balancer",
    "danger",
    /lets|open|reach/,
    HTTPS_IN6,
    { cidr_ipv6: "2000::/4" },
  ],
  [
    "all ports of the load balancer are open",
    "danger",
    /lets|open|port/,
    HTTPS_IN,
    { from_port: 0, to_port: 65535 },
  ],
  [
    "every protocol reaches the load balancer",
    "danger",
    /lets|open|protocol|port/,
    HTTPS_IN,
    { ip_protocol: "-1", from_port: null, to_port: null },
  ],
  [
    "the database is open to the world",
    "danger",
    /lets|open/,
    "aws_vpc_security_group_ingress_rule.database_world",
    ingress({ cidr_ipv4: "0.0.0.0/0" }),
  ],
  [
    "the database is open to the world of IPv6",
    "danger",
    /lets|open/,
    "aws_vpc_security_group_ingress_rule.database_world6",
    ingress({ cidr_ipv6: "::/0" }),
  ],
  [
    "the database is open to private networks",
    "danger",
    /lets|open/,
    "aws_vpc_security_group_ingress_rule.database_private",
    ingress({ cidr_ipv4: "10.0.0.0/8" }),
  ],
  [
    "the database is open to a list kept elsewhere",
    "danger",
    /lets|open/,
    "aws_vpc_security_group_ingress_rule.database_list",
    ingress({ prefix_list_id: "pl-1" }),
  ],
  [
    "another group reaches the database",
    "danger",
    /lets|group/,
    DATABASE_IN,
    { referenced_security_group_id: "sg-other" },
  ],
  ["OpenEMR no longer reaches the database", "warning", /no longer|lets/, DATABASE_IN, GONE],
  [
    "the database may call everybody",
    "danger",
    /lets|open|reach/,
    "aws_vpc_security_group_egress_rule.database_out",
    isNew({
      security_group_id: "sg-2287a581602cb524e",
      ip_protocol: "-1",
      cidr_ipv4: "0.0.0.0/0",
    }),
  ],
  [
    "the default group lets something in",
    "danger",
    /lets|open|default/,
    "aws_default_security_group.network_default[0]",
    {
      ingress: [{ cidr_blocks: ["0.0.0.0/0"], from_port: 0, to_port: 0, protocol: "-1", self: false }],
    },
  ],
  [
    "a private route leads through the internet gateway",
    "danger",
    /leads elsewhere|NAT/,
    ROUTE,
    { nat_gateway_id: null, gateway_id: "igw-7f8baef8e5b5b5d21" },
  ],
  [
    "a private route leads through a machine",
    "danger",
    /leads elsewhere|NAT/,
    ROUTE,
    { nat_gateway_id: null, network_interface_id: "eni-proxy" },
  ],
  [
    "a private route leads through another gateway",
    "warning",
    /gateway|changes in a way/,
    ROUTE,
    { nat_gateway_id: "nat-other" },
  ],
  [
    "a route for one address leads away",
    "danger",
    /leads out/,
    "aws_route.database_detour",
    isNew({ destination_cidr_block: "10.0.3.7/32", network_interface_id: "eni-1" }),
  ],
  [
    "a private subnet takes a public table",
    "warning",
    /route table/,
    "aws_route_table_association.network_private_routes_of_subnet[0]",
    { route_table_id: "rtb-15737c5539e9cfb04" },
  ],
  [
    "names are asked of somebody else",
    "danger",
    /names/,
    "aws_vpc_dhcp_options_association.network_names",
    isNew({ vpc_id: "vpc-66f3374d32e5cade1", dhcp_options_id: "dopt-other" }),
  ],
  [
    "the network gets more addresses",
    "warning",
    /is new/,
    "aws_vpc_ipv4_cidr_block_association.network_more",
    isNew({ vpc_id: "vpc-66f3374d32e5cade1", cidr_block: "10.1.0.0/16" }),
  ],
  [
    "private addresses become public",
    "warning",
    /public addresses/,
    "aws_subnet.network_private[0]",
    { map_public_ip_on_launch: true },
  ],
  [
    "the network gets another range",
    "danger",
    /REPLACED/,
    "aws_vpc.network_vpc[0]",
    replaces({ cidr_block: "10.9.0.0/16" }),
  ],
  ["a NAT gateway goes", "warning", /DELETED/, "aws_nat_gateway.network_nat[1]", GONE],
  ["the internet gateway goes", "warning", /DELETED/, "aws_internet_gateway.network_internet[0]", GONE],
  [
    "a private endpoint loses its name",
    "warning",
    /name/,
    "aws_vpc_endpoint.mail_endpoint[0]",
    { private_dns_enabled: false },
  ],
  [
    "buckets of everybody can be reached",
    "danger",
    /policy|allows/,
    "aws_vpc_endpoint.network_s3[0]",
    {
      policy: JSON.stringify({
        Statement: [{ Effect: "Allow", Action: "*", Principal: "*", Resource: "*" }],
      }),
    },
  ],
  ["the flow log is deleted", "danger", /is deleted/, "aws_flow_log.network_flow_log_vpc[0]", GONE],
  [
    "flows that were let through are not recorded",
    "warning",
    /records/,
    "aws_flow_log.network_flow_log_vpc[0]",
    replaces({ traffic_type: "REJECT" }),
  ],
  [
    "names of the database are asked elsewhere",
    "danger",
    /decides who is asked for names/,
    "aws_route53_resolver_rule.network_names",
    isNew({ domain_name: "rds.amazonaws.com", rule_type: "FORWARD" }),
  ],
];
