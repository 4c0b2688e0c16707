import { logRetention } from "../aws/log-retention";
import { tf } from "../terraform/expression";
import { ipv4Range, matching, ofIpv4Range, oneOf } from "../terraform/rules";
import type { Declare, Rule } from "../terraform/variable";

/** Ids of subnets, each once. */
const subnets: Rule = {
  holds: (value) =>
    tf`alltrue([for id in ${value} : can(regex("^subnet-([0-9a-f]{8}|[0-9a-f]{17})$", id))]) && length(distinct(${value})) == length(${value})`,
  mustBe:
    'a list of different ids of subnets, such as ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]',
};

/** The virtual private cloud: the installation's own, or one that exists. */
export function networkVariables(declare: Declare) {
  const vpcId = declare("vpc_id", {
    type: "string",
    default: null,
    description:
      "Id of an existing VPC of this account to install into, e.g. vpc-0123456789abcdef0, which has its own subnets and its own way to the internet. Null makes a VPC with everything in it. It cannot be changed afterwards.",
    rules: [matching("vpc-([0-9a-f]{8}|[0-9a-f]{17})", "the id of a VPC, such as vpc-0123456789abcdef0")],
  });
  const availabilityZoneCount = declare("availability_zone_count", {
    type: "number",
    default: 2,
    description:
      "Number of availability zones that the installation spans. It can be raised from 2 to 3 at any time, and not lowered again: the database and the files are in all of them.",
    rules: [oneOf([2, 3])],
  });
  const internalLoadBalancer = declare("internal_load_balancer", {
    type: "bool",
    default: false,
    description:
      "Puts the load balancer into private subnets, so that it can be reached only from networks that are connected to the VPC, by VPN or Direct Connect. Put their addresses into security_group_ip_range_ipv4. Changing it replaces the load balancer.",
  });
  const privateSubnetIds = declare("private_subnet_ids", {
    type: "list(string)",
    default: [],
    description:
      "Ids of subnets of vpc_id, one in each of availability_zone_count zones, whose default route leads out through a NAT gateway or a firewall. You can add further ones at the end, but not take any away.",
    rules: [
      subnets,
      {
        holds: (value) =>
          tf`${vpcId.value} == null ? length(${value}) == 0 : length(${value}) == ${availabilityZoneCount.value}`,
        mustBe: "as many as availability_zone_count with vpc_id, and empty without",
        hint: "Give one private subnet of vpc_id for each zone, and raise availability_zone_count to 3 for three.",
      },
    ],
  });
  return {
    vpcId,
    privateSubnetIds,
    publicSubnetIds: declare("public_subnet_ids", {
      type: "list(string)",
      default: [],
      description:
        "Ids of subnets of vpc_id with a route to an internet gateway, one in each zone of private_subnet_ids, for the load balancer. Unused with internal_load_balancer.",
      rules: [
        subnets,
        {
          holds: (value) => tf`${vpcId.value} != null || length(${value}) == 0`,
          mustBe: "empty without vpc_id",
          hint: "A VPC of its own has its own subnets. Give vpc_id, or leave it empty.",
        },
        {
          holds: (value) =>
            tf`${vpcId.value} == null || ${internalLoadBalancer.value} || length(${value}) >= ${availabilityZoneCount.value}`,
          mustBe: "at least as many as availability_zone_count with vpc_id",
          hint: "The load balancer is in them. Without public subnets, set internal_load_balancer = true.",
        },
        {
          holds: (value) => tf`length(setintersection(${value}, ${privateSubnetIds.value})) == 0`,
          mustBe: "other subnets than private_subnet_ids",
          hint: "A subnet whose default route is an internet gateway is public, and one for the load balancer only.",
        },
      ],
    }),
    internalLoadBalancer,
    availabilityZoneCount,
    vpcCidr: declare("vpc_cidr", {
      type: "string",
      default: "10.0.0.0/16",
      description:
        "IPv4 range of the installation's own VPC, /16 to /20. Each private subnet gets a quarter of it, each public one a sixteenth. It cannot be changed afterwards without replacing the installation.",
      rules: [
        ipv4Range(),
        ofIpv4Range({
          holds: (value) =>
            tf`try(tonumber(split("/", ${value})[1]) >= 16 && tonumber(split("/", ${value})[1]) <= 20, false)`,
          mustBe: "a range from /16 to /20",
          hint: "10.0.0.0/16 is the default; choose another one where it overlaps a network that is to be connected.",
        }),
        ofIpv4Range({
          holds: (value) => tf`can(regex("^(10[.]|172[.](1[6-9]|2[0-9]|3[01])[.]|192[.]168[.])", ${value}))`,
          mustBe: "a private range, within 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16",
        }),
      ],
    }),
    enableNatGateways: declare("enable_nat_gateways", {
      type: "bool",
      default: true,
      description:
        "Keeps OpenEMR's tasks in private subnets, from which they reach the internet through NAT gateways. False puts them into public subnets, each with an address of its own, and saves 33 USD a month for each gateway: only their security group then keeps the internet out. For trials without patient data.",
      rules: [
        {
          holds: (value) => tf`${value} || ${vpcId.value} == null`,
          mustBe: "true with vpc_id",
          hint: "Tasks are in private_subnet_ids, whose way out is that of the existing VPC; no NAT gateway is made there.",
        },
      ],
    }),
    singleNatGateway: declare("single_nat_gateway", {
      type: "bool",
      default: false,
      description:
        "Uses one NAT gateway for all zones instead of one in each. It saves about 33 USD a month for each zone and makes outgoing traffic depend on one zone.",
    }),
    enablePrivateEndpoints: declare("enable_private_endpoints", {
      type: "bool",
      default: false,
      description:
        "Brings ECR, KMS, CloudWatch Logs, Secrets Manager and Systems Manager into the VPC by seven interface endpoints, so that calls of them stay inside, at about 15 USD a month each in two zones. OpenEMR still needs its way to the internet: for certificates, images of Docker Hub and services that it calls.",
    }),
    flowLogRetentionDays: declare(
      "flow_log_retention_days",
      logRetention(
        731,
        "Days for which the record of network connections, and that of names asked of DNS, are kept.",
      ),
    ),
    enableDnsQueryLog: declare("enable_dns_query_log", {
      type: "bool",
      default: false,
      description:
        "Records which names are looked up in DNS from within the VPC. Only this record shows, after a break-in, what was sent out by DNS. It costs 0.50 USD for each GB, some cents a month for a clinic.",
    }),
  };
}

/** The choices as the props of `Network`. */
export function networkOptions(variables: ReturnType<typeof networkVariables>) {
  return {
    vpcId: variables.vpcId.value,
    privateSubnetIds: variables.privateSubnetIds.value,
    publicSubnetIds: variables.publicSubnetIds.value,
    internalLoadBalancer: variables.internalLoadBalancer.value,
    cidr: variables.vpcCidr.value,
    zoneCount: variables.availabilityZoneCount.value,
    enableNatGateways: variables.enableNatGateways.value,
    singleNatGateway: variables.singleNatGateway.value,
    enableDnsQueryLog: variables.enableDnsQueryLog.value,
    flowLogRetentionDays: variables.flowLogRetentionDays.value,
  };
}
