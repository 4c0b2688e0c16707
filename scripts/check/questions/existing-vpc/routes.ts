import { DescribeRouteTablesCommand, type Route, type RouteTable } from "@aws-sdk/client-ec2";
import { rangeCovers } from "../../../system/ip-range";
import type { Clients } from "../../account";
import { type Answer, right, wrong } from "../../question";

const DEFAULT = "0.0.0.0/0";

export async function readRouteTables(ec2: Clients["ec2"], vpc: string): Promise<RouteTable[]> {
  const { RouteTables = [] } = await ec2.send(
    new DescribeRouteTablesCommand({ Filters: [{ Name: "vpc-id", Values: [vpc] }] }),
  );
  return RouteTables;
}

/** Private subnets lead out, but not by an internet gateway; public ones by it. */
export function judgeDefaultRoutes(
  tables: readonly RouteTable[],
  ids: readonly string[],
  kind: "private" | "public",
): Answer {
  const ways = ids.map((id) => ({ id, way: nextHop(tables, id, DEFAULT) }));
  const isPublic = (way: string | undefined) => way?.startsWith("igw-") === true;
  const bad = ways.filter(({ way }) => way === undefined || isPublic(way) !== (kind === "public"));
  if (bad.length === 0) return right([...new Set(ways.map(({ way }) => way))].join(", "));
  return wrong(
    bad.map(({ id, way }) => `${id} leads out by ${way ?? "nothing that works"}`).join("; "),
    kind === "public"
      ? "give subnets whose route 0.0.0.0/0 leads to an internet gateway, or set internal_load_balancer = true"
      : "give subnets whose route 0.0.0.0/0 leads to a NAT gateway, a transit gateway or a firewall",
  );
}

/** Target of the most specific active route of a subnet that covers a range. */
export function nextHop(tables: readonly RouteTable[], subnet: string, range: string): string | undefined {
  const prefix = ({ DestinationCidrBlock = "" }: Route) => Number(DestinationCidrBlock.split("/")[1]);
  const [route] = (tableOf(tables, subnet)?.Routes ?? [])
    .filter(({ State, DestinationCidrBlock: to }) => State === "active" && to && rangeCovers(to, range))
    .sort((one, other) => prefix(other) - prefix(one));
  return (
    route &&
    (route.NatGatewayId ??
      route.TransitGatewayId ??
      route.VpcPeeringConnectionId ??
      route.NetworkInterfaceId ??
      route.LocalGatewayId ??
      route.CoreNetworkArn ??
      route.GatewayId)
  );
}

/** A subnet that is associated with no table has the main one of its VPC. */
function tableOf(tables: readonly RouteTable[], subnet: string): RouteTable | undefined {
  const associated = ({ Associations = [] }: RouteTable) =>
    Associations.some(({ SubnetId }) => SubnetId === subnet);
  const isMain = ({ Associations = [] }: RouteTable) => Associations.some(({ Main }) => Main);
  return tables.find(associated) ?? tables.find(isMain);
}
