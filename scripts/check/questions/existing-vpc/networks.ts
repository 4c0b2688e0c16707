import type { RouteTable } from "@aws-sdk/client-ec2";
import { rangeCovers } from "../../../system/ip-range";
import { type Answer, right, wrong } from "../../question";
import { nextHop } from "./routes";

export interface Networks {
  /** Ranges that may reach the application. */
  readonly people: readonly string[];
  readonly vpcRanges: readonly string[];
  /** Undefined where people come by the internet. */
  readonly tables: readonly RouteTable[] | undefined;
  readonly privateIds: readonly string[];
}

/** Whether answers find back to the networks of people: none overlaps the VPC, and routes lead to those behind a VPN. */
export function judgeNetworks({ people, vpcRanges, tables, privateIds }: Networks): Answer {
  const away = people.filter(
    (range) => range !== "0.0.0.0/0" && !vpcRanges.some((own) => rangeCovers(own, range)),
  );
  const overlapping = away.find((range) => vpcRanges.some((own) => rangeCovers(range, own)));
  if (overlapping) {
    return wrong(
      `${overlapping} overlaps ${vpcRanges.join(", ")} of the VPC, so answers to it stay in the VPC`,
      "have that network come from other addresses, by NAT at its VPN, or give a VPC of another range",
    );
  }
  const unreached = away.find((range) =>
    privateIds.some((subnet) => tables && !leadsToNetworks(nextHop(tables, subnet, range))),
  );
  if (unreached) {
    return wrong(
      `no route of private_subnet_ids leads to ${unreached} by a VPN, Direct Connect, a transit gateway or a peering`,
      `aws ec2 create-route --route-table-id <that of the private subnets> --destination-cidr-block ${unreached} --transit-gateway-id <id>, or aws ec2 enable-vgw-route-propagation`,
    );
  }
  return right(`none overlaps ${vpcRanges.join(", ")}${tables ? ", and routes lead to them" : ""}`);
}

/** Not a NAT gateway, nor an internet gateway: from there nobody gets to a private network. */
function leadsToNetworks(target: string | undefined): boolean {
  return target !== undefined && !/^(nat|igw)-/.test(target);
}
