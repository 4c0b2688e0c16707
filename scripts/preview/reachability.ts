import type { Fact } from "./fact";
import { heading, type Page, row } from "./layout";
import type { PlannedResource } from "./resource";

interface Path {
  readonly from: string;
  readonly to: string;
  readonly port: string;
  readonly incoming: boolean;
  /** One end is a range of addresses. */
  readonly range: boolean;
}

const ANYWHERE = ["0.0.0.0/0", "::/0"];

/**
 * Who can reach what, from the rules of the security groups. While a group is not created its id is unknown,
 * so the ends of a rule are read from the references in the configuration.
 */
export function renderReachability(page: Page, resources: readonly PlannedResource[]): string[] {
  const paths = resources.flatMap(readPaths);
  if (paths.length === 0) return [];
  const incoming = paths.filter((path) => path.incoming);
  // Between two groups a connection needs a rule on either side; it is one path.
  const outgoing = paths.filter((path) => !path.incoming && !incoming.some((other) => sameEnds(path, other)));
  const ordered = [
    ...incoming.filter(({ range }) => range),
    ...incoming.filter(({ range }) => !range),
    ...outgoing.filter(({ range }) => !range),
    ...outgoing.filter(({ range }) => range),
  ];
  const nobody = incoming.some(({ range }) => range) ? [] : row(page, "from outside", [{ text: "nobody" }]);
  return [heading(page, "Who can reach what", "all else is closed"), ...nobody, ...joinPorts(page, ordered)];
}

function readPaths(resource: PlannedResource): Path[] {
  const direction = /^aws_vpc_security_group_(ingress|egress)_rule$/.exec(resource.type)?.[1];
  if (!direction) return readInlinePaths(resource);
  const references = resource.configured?.expressions ?? {};
  const group =
    groupName(references.security_group_id) ?? resource.text("security_group_id") ?? "a security group";
  const range = resource.text("cidr_ipv4") ?? resource.text("cidr_ipv6") ?? resource.text("prefix_list_id");
  const peer =
    range ??
    groupName(references.referenced_security_group_id) ??
    resource.text("referenced_security_group_id") ??
    (resource.isConfigured("prefix_list_id") ? "a list of AWS's addresses" : "known after apply");
  const port = ports(resource.text("ip_protocol"), resource.text("from_port"), resource.text("to_port"));
  return [toPath(direction === "ingress", group, peer, port, range !== undefined)];
}

/** Rules that are written in a group itself, or in the older type of a rule. */
function readInlinePaths(resource: PlannedResource): Path[] {
  if (resource.type === "aws_security_group_rule") {
    const { security_group_id: owner, source_security_group_id: peer } =
      resource.configured?.expressions ?? {};
    const group = groupName(owner) ?? resource.text("security_group_id") ?? "a security group";
    return readBlock(resource, "", group, resource.text("type") === "ingress", groupName(peer));
  }
  if (!/^aws_(default_)?security_group$/.test(resource.type)) return [];
  const group = groupName(`${resource.type}.${resource.name}`) ?? resource.name;
  return ["ingress", "egress"].flatMap((direction) =>
    Array.from({ length: resource.size(direction) }, (_, i) =>
      readBlock(resource, `${direction}.${i}.`, group, direction === "ingress"),
    ).flat(),
  );
}

function readBlock(
  resource: PlannedResource,
  at: string,
  group: string,
  incoming: boolean,
  peer?: string,
): Path[] {
  const [protocol, from, to] = ["protocol", "from_port", "to_port"].map((name) => resource.text(at + name));
  const ranges = ["cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids"].flatMap((name) =>
    resource.list(at + name),
  );
  const groups = [
    ...(peer ? [peer] : []),
    ...(resource.get(`${at}self`) === true ? [group] : []),
    ...(resource.has(`${at}security_groups`) ? ["other security groups"] : []),
  ];
  const port = ports(protocol, from, to);
  return [
    ...ranges.map((range) => toPath(incoming, group, range, port, true)),
    ...groups.map((other) => toPath(incoming, group, other, port, false)),
  ];
}

function toPath(incoming: boolean, group: string, peer: string, port: string, range: boolean): Path {
  return { incoming, from: incoming ? peer : group, to: incoming ? group : peer, port, range };
}

function sameEnds(one: Path, other: Path): boolean {
  return one.from === other.from && one.to === other.to && one.port === other.port;
}

/** `application service` of `aws_security_group.application_service_security_group`, wherever it is mentioned. */
function groupName(expression: unknown): string | undefined {
  const name = /\baws_(?:default_)?security_group\.(\w+)/.exec(JSON.stringify(expression) ?? "")?.[1];
  if (!name) return undefined;
  const words = name.replace(/_?(security_?)?group$/, "").replaceAll("_", " ");
  return words || name;
}

function ports(protocol: string | undefined, from: string | undefined, to: string | undefined): string {
  if (protocol === undefined || protocol === "-1" || protocol === "all") return "everything";
  if (from === undefined || from === "-1") return protocol;
  return `${protocol} ${from === to || to === undefined ? from : `${from}-${to}`}`;
}

function joinPorts(page: Page, paths: readonly Path[]): string[] {
  const lines = new Map<string, Path[]>();
  for (const path of paths) {
    const key = `${path.from}\n${path.to}`;
    lines.set(key, [...(lines.get(key) ?? []), path]);
  }
  return [...lines.values()].flatMap((members) => {
    const { from, to, incoming } = members[0]!;
    const open = incoming && ANYWHERE.includes(from);
    const allPorts = [...new Set(members.map(({ port }) => port))].join(", ");
    const facts: Fact[] = [
      { text: `-> ${to}: ${allPorts}` },
      ...(open ? [{ text: "open to the whole internet", weak: true }] : []),
    ];
    return row(page, from, facts);
  });
}
