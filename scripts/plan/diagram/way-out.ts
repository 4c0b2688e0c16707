import { groupTitle } from "../capabilities";
import { groupBy } from "../group-by";
import type { PlannedResource } from "../resource";
import { frameOf } from "./frames";
import { partId } from "./part-id";

/** A link of which nothing is known but what a plan says of one side. */
export interface RawLink {
  readonly from: string;
  readonly to: string;
  readonly text: string;
  /** It leads back to where requests come from, and out. @default false */
  readonly isWayOut?: boolean;
}

/** Links from private subnets to the internet lead through the NAT gateways. */
export function throughGateways(links: readonly RawLink[], resources: readonly PlannedResource[]): RawLink[] {
  const gateway = resources.find(({ type }) => type === "aws_nat_gateway");
  if (!gateway) return [...links];
  const through = partId(groupTitle(gateway.capability));
  const members = groupBy(resources, ({ capability }) => partId(groupTitle(capability)));
  return links.flatMap((link) => {
    const isPrivate = frameOf(members.get(link.from) ?? []) === "private";
    if (!isPrivate || !link.to.startsWith("to ")) return [link];
    return [
      { ...link, to: through, isWayOut: true },
      { ...link, from: through, isWayOut: true },
    ];
  });
}
