import { BlockList, isIP } from "node:net";

/** True where every address of the second range is in the first. Both in CIDR notation. */
export function rangeCovers(wide: string, narrow: string): boolean {
  if (wide === narrow) return true;
  const [outer, inner] = [wide, narrow].map(parse);
  if (!outer || !inner || outer.family !== inner.family || outer.bits > inner.bits) return false;
  const list = new BlockList();
  list.addSubnet(outer.address, outer.bits, outer.family);
  return list.check(inner.address, inner.family);
}

function parse(range: string) {
  const [address = "", bits] = range.split("/");
  const version = isIP(address);
  const most = version === 6 ? 128 : 32;
  const length = bits === undefined ? most : Number(bits);
  if (version === 0 || !Number.isInteger(length) || length < 0 || length > most) return undefined;
  return { address, bits: length, family: version === 6 ? ("ipv6" as const) : ("ipv4" as const) };
}
