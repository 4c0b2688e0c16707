import { DescribeSubnetsCommand } from "@aws-sdk/client-ec2";
import { FREE_ADDRESSES } from "../../../../src/network/existing-vpc";
import type { Clients } from "../../account";
import { type Answer, right, wrong } from "../../question";

/** Whether the subnets are in the VPC, one of a kind in each zone, with addresses left. */
export async function askSubnets(
  ec2: Clients["ec2"],
  vpc: string,
  privateIds: readonly string[],
  publicIds: readonly string[],
): Promise<Answer> {
  const ids = [...privateIds, ...publicIds];
  // A filter finds those that there are; SubnetIds fails for one that there is not.
  const { Subnets = [] } = await ec2.send(
    new DescribeSubnetsCommand({ Filters: [{ Name: "subnet-id", Values: ids }] }),
  );
  const subnet = (id: string) => Subnets.find(({ SubnetId }) => SubnetId === id);
  const elsewhere = ids.filter((id) => subnet(id)?.VpcId !== vpc);
  if (elsewhere.length > 0) {
    return wrong(`${vpc} has no ${elsewhere.join(", ")}`, `give subnets of ${vpc}`);
  }
  const zones = (some: readonly string[]) => some.map((id) => subnet(id)!.AvailabilityZone!);
  for (const kind of [privateIds, publicIds]) {
    if (new Set(zones(kind)).size < kind.length) {
      return wrong(`${kind.join(", ")} are in ${zones(kind).join(", ")}`, "give one subnet in each zone");
    }
  }
  const without = zones(privateIds).filter((zone) => !zones(publicIds).includes(zone));
  if (publicIds.length > 0 && without.length > 0) {
    return wrong(
      `no public subnet is in ${without.join(", ")}`,
      "give one in each zone of private_subnet_ids",
    );
  }
  const full = ids.filter((id) => (subnet(id)!.AvailableIpAddressCount ?? 0) < FREE_ADDRESSES);
  if (full.length > 0) {
    return wrong(
      `fewer than ${FREE_ADDRESSES} addresses are free in ${full.join(", ")}`,
      "free some, or give larger subnets",
    );
  }
  return right(`${ids.length} in ${zones(privateIds).join(", ")}`);
}
