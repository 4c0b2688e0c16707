import type { PlannedStack } from "../../plan/planned-stack";
import type { PlannedResource } from "../../plan/resource";
import { type Finding, findingOf } from "../finding";
import { tableArea } from "../rule";
import { changes } from "../weaker";

const TITLE = "Routes";

const TARGETS = [
  "carrier_gateway_id",
  "core_network_arn",
  "egress_only_gateway_id",
  "gateway_id",
  "local_gateway_id",
  "network_interface_id",
  "transit_gateway_id",
  "vpc_endpoint_id",
  "vpc_peering_connection_id",
];

const WHY =
  "What is in the subnets sends everything for those addresses there, and may be reached from there.";

/** Finds routes that lead elsewhere, and new ones to what is none of the stack's own gateways. */
export const routes = tableArea(TITLE, {
  attributeRules: [
    ...TARGETS.map(
      (path) =>
        ({
          types: ["aws_route"],
          path,
          weakens: changes,
          severity: "danger",
          says: "leads elsewhere",
          why: WHY,
        }) as const,
    ),
    ...["destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id"].map(
      (path) =>
        ({
          types: ["aws_route"],
          path,
          weakens: changes,
          severity: "warning",
          says: "is for other addresses",
          why: WHY,
        }) as const,
    ),
    {
      types: ["aws_route_table", "aws_default_route_table"],
      path: "route",
      weakens: changes,
      severity: "danger",
      says: "leads elsewhere",
      why: WHY,
    },
  ],
  others: (stack) => stack.resources.flatMap((resource) => newRoute(resource, stack)),
});

function newRoute(resource: PlannedResource, stack: PlannedStack): Finding[] {
  if (resource.type !== "aws_route" || resource.change !== "create" || stack.isNew) return [];
  const own = leadsThroughOwnGateway(resource);
  return [
    findingOf(TITLE, resource, {
      severity: own ? "notice" : "danger",
      says: own ? "is new, and leads through a gateway of this stack" : "is new, and leads out of this stack",
      why: WHY,
      isWhole: true,
    }),
  ];
}

function leadsThroughOwnGateway({ configured }: PlannedResource): boolean {
  const { nat_gateway_id, gateway_id, egress_only_gateway_id } = (configured?.expressions ?? {}) as Record<
    string,
    unknown
  >;
  return /"aws_(nat_gateway|internet_gateway|egress_only_internet_gateway)\./.test(
    JSON.stringify([nat_gateway_id, gateway_id, egress_only_gateway_id]),
  );
}
