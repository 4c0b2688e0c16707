import type { BadValue } from "../../../support/value-examples";

const [SUBNET, OTHER] = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"];

const VPC = { vpc_id: "vpc-0123456789abcdef0", private_subnet_ids: [SUBNET, OTHER] };

const INTERNAL = { internal_load_balancer: true };

export const BAD_VALUES: readonly BadValue[] = [
  ...["openemr", "vpc-1", "subnet-0123456789abcdef0"].map(
    (value): BadValue => ["vpc_id", value, "the id of a VPC", { ...VPC, ...INTERNAL }],
  ),
  ["private_subnet_ids", ["10.0.0.0/24", SUBNET], "a list of different ids of subnets", VPC],
  ["private_subnet_ids", [SUBNET, SUBNET], "a list of different ids of subnets", VPC],
  [
    "private_subnet_ids",
    [SUBNET, OTHER],
    "as many as availability_zone_count with vpc_id, and empty without",
  ],
  ["private_subnet_ids", [SUBNET], "as many as availability_zone_count with vpc_id", VPC],
  ["public_subnet_ids", ["public"], "a list of different ids of subnets", VPC],
  ["public_subnet_ids", [SUBNET], "empty without vpc_id"],
  ["public_subnet_ids", [], "at least as many as availability_zone_count with vpc_id", VPC],
  ["public_subnet_ids", [OTHER, "subnet-0000000000000000a"], "other subnets than private_subnet_ids", VPC],
  ["enable_nat_gateways", false, "true with vpc_id", { ...VPC, ...INTERNAL }],
  ["vpc_cidr", "300.0.0.0/8", "an IPv4 range in CIDR notation"],
  ["vpc_cidr", "10.0.0.1/16", "an IPv4 range in CIDR notation whose host bits are zero"],
  ["vpc_cidr", "10.0.0.0/24", "a range from /16 to /20"],
  ["vpc_cidr", "8.8.0.0/16", "a private range"],
  ["availability_zone_count", 1, "one of 2, 3"],
  ["flow_log_retention_days", 10, "one of 1, 3, 5, 7"],
];
