import type { PlannedResource } from "./resource";

/** One end of a connection: a security group of the stack, or something outside of it. */
export interface End {
  /** `application service` of `aws_security_group.application_service_security_group`, or a range as it is written. */
  readonly label: string;
  /** Name of the group's resource. @default - it is none of the stack's */
  readonly group?: string;
  /** A range of addresses, or something that the plan does not tell. @default - a group of the stack */
  readonly outside?: "range" | "unknown";
}

/** Traffic that a rule of a security group lets through. */
export interface Connection {
  /** Address of the resource that has the rule. */
  readonly address: string;
  /** True for ingress: the rule is one of the group at the end `to`; for egress it is one of `from`. */
  readonly incoming: boolean;
  readonly from: End;
  readonly to: End;
  /** `tcp`, `udp`, a number, or `-1` for all. */
  readonly protocol: string;
  /** The first and the last port; without them all. */
  readonly ports?: readonly [number, number];
}

/** Blocks of addresses that mean everyone. */
export const ANYWHERE: readonly string[] = ["0.0.0.0/0", "::/0"];

/**
 * Reads which traffic the security groups let through. While a group is not created its id is unknown, so the ends
 * of a rule are read from the references in the configuration; those of one that exists are known by their ids.
 */
export function readConnections(resources: readonly PlannedResource[]): Connection[] {
  const groups = new Map(
    resources.filter(isGroup).flatMap(({ name, ...rest }) => {
      const id = idOf(rest.after);
      return id === undefined ? [] : [[id, name] as const];
    }),
  );
  return resources.flatMap((resource) => readRules(resource, groups));
}

/** `tcp 443`, `tcp 8000-8100`, `icmp`, or `everything`. */
export function portsText({ protocol, ports }: Pick<Connection, "protocol" | "ports">): string {
  if (protocol === "-1") return "everything";
  if (!ports) return protocol;
  return `${protocol} ${ports[0] === ports[1] ? ports[0] : ports.join("-")}`;
}

type Groups = ReadonlyMap<string, string>;

function readRules(resource: PlannedResource, groups: Groups): Connection[] {
  const direction = /^aws_vpc_security_group_(ingress|egress)_rule$/.exec(resource.type)?.[1];
  if (!direction) return readInlineRules(resource, groups);
  const references = resource.configured?.expressions ?? {};
  const owner = endOf(resource.text("security_group_id"), references.security_group_id, groups);
  const range = resource.text("cidr_ipv4") ?? resource.text("cidr_ipv6") ?? resource.text("prefix_list_id");
  const other = resource.text("referenced_security_group_id");
  const peer = range
    ? outside(range)
    : resource.isConfigured("prefix_list_id")
      ? outside("a list of AWS's addresses")
      : endOf(other, references.referenced_security_group_id, groups);
  const through = toPorts(resource.text("ip_protocol"), resource.text("from_port"), resource.text("to_port"));
  return [toConnection(resource, direction === "ingress", owner, peer, through)];
}

/** Rules that are written in a group itself, or in the older type of a rule. */
function readInlineRules(resource: PlannedResource, groups: Groups): Connection[] {
  if (resource.type === "aws_security_group_rule") {
    const references = resource.configured?.expressions ?? {};
    const owner = endOf(resource.text("security_group_id"), references.security_group_id, groups);
    const other = resource.text("source_security_group_id");
    const peer =
      other !== undefined || references.source_security_group_id !== undefined
        ? endOf(other, references.source_security_group_id, groups)
        : undefined;
    return readBlock(resource, "", owner, resource.text("type") === "ingress", peer ? [peer] : [], groups);
  }
  if (!isGroup(resource)) return [];
  const owner = group(resource.name);
  return ["ingress", "egress"].flatMap((direction) =>
    Array.from({ length: resource.size(direction) }, (_, i) =>
      readBlock(resource, `${direction}.${i}.`, owner, direction === "ingress", [], groups),
    ).flat(),
  );
}

function readBlock(
  resource: PlannedResource,
  at: string,
  owner: End,
  incoming: boolean,
  peers: readonly End[],
  groups: Groups,
): Connection[] {
  const [protocol, from, to] = ["protocol", "from_port", "to_port"].map((name) => resource.text(at + name));
  const ranges = ["cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids"].flatMap((name) =>
    resource.list(at + name),
  );
  const ids = resource.list(`${at}security_groups`);
  const others = ids.length > 0 ? ids.map((id) => endOf(id, undefined, groups)) : [];
  const unknown = ids.length === 0 && resource.has(`${at}security_groups`);
  const ends = [
    ...ranges.map(outside),
    ...peers,
    ...(resource.get(`${at}self`) === true ? [owner] : []),
    ...others,
    ...(unknown ? [{ label: "other security groups", outside: "unknown" } as const] : []),
  ];
  return ends.map((end) => toConnection(resource, incoming, owner, end, toPorts(protocol, from, to)));
}

function toConnection(
  { address }: PlannedResource,
  incoming: boolean,
  owner: End,
  peer: End,
  through: Pick<Connection, "protocol" | "ports">,
): Connection {
  return { address, incoming, from: incoming ? peer : owner, to: incoming ? owner : peer, ...through };
}

function endOf(id: string | undefined, expression: unknown, groups: Groups): End {
  // The expression tells of a group that is not created yet; an id that no group here has is of somebody else's.
  const name = id === undefined ? groupIn(expression) : groups.get(id);
  if (name) return group(name);
  return { label: id ?? "known after apply", outside: "unknown" };
}

function group(name: string): End {
  const words = name.replace(/_?(security_?)?group$/, "").replaceAll("_", " ");
  return { label: words || name, group: name };
}

function outside(range: string): End {
  return { label: range, outside: "range" };
}

/** Name of the group that an expression mentions. */
function groupIn(expression: unknown): string | undefined {
  return /\baws_(?:default_)?security_group\.(\w+)/.exec(JSON.stringify(expression) ?? "")?.[1];
}

function isGroup({ type }: Pick<PlannedResource, "type">): boolean {
  return /^aws_(default_)?security_group$/.test(type);
}

function idOf(values: unknown): string | undefined {
  const id = (values as { id?: unknown } | undefined)?.id;
  return typeof id === "string" ? id : undefined;
}

function toPorts(protocol: string | undefined, from: string | undefined, to: string | undefined) {
  if (protocol === undefined || protocol === "-1" || protocol === "all") return { protocol: "-1" };
  if (from === undefined || from === "-1") return { protocol };
  return { protocol, ports: [Number(from), Number(to ?? from)] as const };
}
