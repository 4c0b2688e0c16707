import type { PlannedStack } from "../../../plan/planned-stack";
import { type PlannedResource, UNKNOWN } from "../../../plan/resource";
import { type Check, hasPart, names, REF, type StateRule, value, where } from "../state-rule";

const VPC = "aws_vpc";
const ENDPOINT = "aws_vpc_endpoint";
const EVERYWHERE = ["0.0.0.0/0", "::/0"];

/** A VPC reaches a service of AWS without the internet. AWS takes the FIPS form of an endpoint as well. */
const hasEndpoint = (service: string): Check =>
  hasPart(
    ENDPOINT,
    "vpc_id",
    value("service_name", (name) =>
      new RegExp(`\\.${service.replace(".", "\\.")}(-fips)?$`).test(String(name)),
    ),
  );

const endpoint = (service: string) => ({
  types: [VPC],
  check: hasEndpoint(service),
  severity: "notice" as const,
  bad: {
    values: { id: REF },
    parts: { [ENDPOINT]: { vpc_id: REF, service_name: "com.amazonaws.us-east-1.s3" } },
  },
  good: {
    values: { id: REF },
    parts: { [ENDPOINT]: { vpc_id: REF, service_name: `com.amazonaws.us-east-1.${service}` } },
  },
});

const ofType = ({ after }: PlannedStack, type: string) => after.filter((resource) => resource.type === type);

/** Subnets that the resource, or its cluster, is put into by a group. */
function subnetsOfDatabase(instance: PlannedResource, stack: PlannedStack): PlannedResource[] {
  const clusters = ofType(stack, "aws_rds_cluster").filter((cluster) =>
    names(instance, "cluster_identifier", cluster),
  );
  const groups = ofType(stack, "aws_db_subnet_group").filter((group) =>
    [instance, ...clusters].some((member) => names(member, "db_subnet_group_name", group)),
  );
  return ofType(stack, "aws_subnet").filter((subnet) =>
    groups.some((group) => names(group, "subnet_ids", subnet)),
  );
}

function leadsToInternet(subnet: PlannedResource, stack: PlannedStack): boolean {
  const associations = ofType(stack, "aws_route_table_association").filter((association) =>
    names(association, "subnet_id", subnet),
  );
  const tables = ofType(stack, "aws_route_table").filter((table) =>
    associations.some((association) => names(association, "route_table_id", table)),
  );
  return ofType(stack, "aws_route").some(
    (route) =>
      route.has("gateway_id") &&
      ["destination_cidr_block", "destination_ipv6_cidr_block"].some((name) =>
        EVERYWHERE.includes(route.text(name) ?? ""),
      ) &&
      tables.some((table) => names(route, "route_table_id", table)),
  );
}

const inSubnetWith = (route: Readonly<Record<string, unknown>>) => ({
  values: { db_subnet_group_name: "database" },
  parts: {
    aws_db_subnet_group: { name: "database", subnet_ids: ["subnet-1"] },
    aws_subnet: { id: "subnet-1" },
    aws_route_table_association: { subnet_id: "subnet-1", route_table_id: "rtb-1" },
    aws_route_table: { id: "rtb-1" },
    aws_route: { route_table_id: "rtb-1", destination_cidr_block: "0.0.0.0/0", ...route },
  },
});

const inZones = (...zones: readonly string[]) => ({
  values: { vpc_config: [{ subnet_ids: zones.map((_, i) => `subnet-${i}`) }] },
  parts: Object.fromEntries(
    zones.map((zone, i) => [`aws_subnet ${i}`, { id: `subnet-${i}`, availability_zone: zone }]),
  ),
});

/** Where things stand in the network, and which way they reach AWS. */
export const placement: readonly StateRule[] = [
  {
    controls: ["EC2.10"],
    ...endpoint("ec2"),
    says: "has no endpoint for EC2's API",
    why: "Calls of that API from inside leave by the internet.",
  },
  {
    controls: ["EC2.55"],
    ...endpoint("ecr.api"),
    says: "has no endpoint for ECR's API",
    why: "What asks ECR for images from inside does so over the internet.",
  },
  {
    controls: ["EC2.56"],
    ...endpoint("ecr.dkr"),
    says: "has no endpoint for ECR's registry",
    why: "Images from ECR come over the internet.",
  },
  {
    controls: ["EC2.57"],
    ...endpoint("ssm"),
    says: "has no endpoint for Systems Manager",
    why: "Parameters are read from inside over the internet.",
  },
  {
    controls: ["RDS.46"],
    types: ["aws_rds_cluster_instance", "aws_db_instance"],
    check: (instance, stack) => {
      const subnets = subnetsOfDatabase(instance, stack);
      // Subnets of an existing VPC are not in the plan.
      if (subnets.length === 0) return "unknown";
      return subnets.some((subnet) => leadsToInternet(subnet, stack)) ? "failed" : "passed";
    },
    severity: "danger",
    says: "is in a subnet with a route from the internet",
    why: "With a public address, and one mistake in a security group, everybody can try passwords.",
    bad: inSubnetWith({ gateway_id: "igw-1" }),
    good: inSubnetWith({ nat_gateway_id: "nat-1" }),
  },
  {
    controls: ["Lambda.5"],
    types: ["aws_lambda_function"],
    check: where((lambda) => lambda.has("vpc_config.0.subnet_ids"), isInTwoZones),
    severity: "notice",
    says: "runs in one zone only",
    why: "When the zone fails it does not run.",
    bad: inZones("us-east-1a", "us-east-1a"),
    good: inZones("us-east-1a", "us-east-1b"),
  },
];

function isInTwoZones(lambda: PlannedResource, stack: PlannedStack) {
  const ids = lambda.get("vpc_config.0.subnet_ids");
  if (ids === UNKNOWN || !Array.isArray(ids)) return "unknown";
  if (ids.length < 2) return "failed";
  const subnets = ofType(stack, "aws_subnet").filter((subnet) => ids.includes(subnet.text("id")));
  if (subnets.length < ids.length) return "unknown";
  return new Set(subnets.map((subnet) => subnet.text("availability_zone"))).size >= 2 ? "passed" : "failed";
}
