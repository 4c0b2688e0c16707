import { type PlannedResource, UNKNOWN } from "../../plan/resource";
import type { ChangedPart } from "../../plan/values/differences";
import { isEmpty } from "../../plan/values/show";

const PEERS = ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"];

const READ = [...PEERS, "from_port", "ip_protocol", "security_group_id", "to_port"];

/** True for a part of a rule of which the comparison of connections tells all that it opens and closes. */
export function isReadAsConnection(resource: PlannedResource, { pattern, to }: ChangedPart): boolean {
  if (!/^aws_vpc_security_group_(ingress|egress)_rule$/.test(resource.type)) return false;
  return (
    READ.includes(pattern) && to !== UNKNOWN && isOrdinary(resource.before) && isOrdinary(resource.after)
  );
}

/** AWS takes one peer a rule, and ports that are numbers, from the lower to the higher. Anything else was not read as it stands. */
function isOrdinary(values: unknown): boolean {
  const rule = (values ?? {}) as Record<string, string | number | null | undefined>;
  const peers = PEERS.filter((name) => !isEmpty(rule[name]));
  const ports = [rule.from_port, rule.to_port].every((port) => isEmpty(port) || Number.isInteger(port));
  // Other protocols have a type and a code there, in any order.
  const isRange = !isEmpty(rule.from_port) && !isEmpty(rule.to_port) && rule.from_port! <= rule.to_port!;
  return (
    peers.length === 1 &&
    ports &&
    typeof rule.ip_protocol === "string" &&
    rule.ip_protocol !== "" &&
    typeof rule.security_group_id === "string" &&
    rule.security_group_id !== "" &&
    (isRange || !/^(tcp|udp)$/.test(rule.ip_protocol))
  );
}
