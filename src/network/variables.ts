import { logRetention } from "../aws/log-retention";
import { tf } from "../terraform/expression";
import { ipv4Range, ofIpv4Range, oneOf } from "../terraform/rules";
import type { Declare } from "../terraform/variable";

/** The virtual private cloud. */
export function networkVariables(declare: Declare) {
  return {
    vpcCidr: declare("vpc_cidr", {
      type: "string",
      default: "10.0.0.0/16",
      description:
        "IPv4 range of the VPC, /16 to /20. Each private subnet gets a quarter of it, each public one a sixteenth. It cannot be changed afterwards without replacing the installation.",
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
    availabilityZoneCount: declare("availability_zone_count", {
      type: "number",
      default: 2,
      description:
        "Number of availability zones that the installation spans. It can be raised from 2 to 3 at any time, and not lowered again: the database and the files are in all of them.",
      rules: [oneOf([2, 3])],
    }),
    enableNatGateways: declare("enable_nat_gateways", {
      type: "bool",
      default: true,
      description:
        "Keeps OpenEMR's tasks in private subnets, from which they reach the internet through NAT gateways. False puts them into public subnets, each with an address of its own, and saves 33 USD a month for each gateway: only their security group then keeps the internet out. For trials without patient data.",
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
        "Records which names are asked of DNS from within the VPC: what left by DNS can be found out after a break-in only then. It costs 0.50 USD for each GB, some cents a month for a clinic.",
    }),
  };
}

/** The choices as the props of `Network`. */
export function networkOptions(variables: ReturnType<typeof networkVariables>) {
  return {
    cidr: variables.vpcCidr.value,
    zoneCount: variables.availabilityZoneCount.value,
    enableNatGateways: variables.enableNatGateways.value,
    singleNatGateway: variables.singleNatGateway.value,
    enableDnsQueryLog: variables.enableDnsQueryLog.value,
    flowLogRetentionDays: variables.flowLogRetentionDays.value,
  };
}
