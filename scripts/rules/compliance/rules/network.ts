import { ANYWHERE, type Connection, readConnections } from "../../../plan/connections";
import type { PlannedStack } from "../../../plan/planned-stack";
import type { PlannedResource } from "../../../plan/resource";
import { type Check, hasPart, isNotOn, REF, type StateRule, where } from "../state-rule";

const GROUP = "aws_security_group";
const INGRESS = "aws_vpc_security_group_ingress_rule";

/** Ports that cdk-nag calls common: FTP, remote desktop, MySQL, MongoDB and others. */
const COMMON = [20, 21, 3389, 3306, 4333];

/** Ports that AWS's standard lets everybody reach. */
const AUTHORIZED = [80, 443];

/** Connections of a stack are read once for all of its groups. */
const read = new WeakMap<readonly PlannedResource[], readonly Connection[]>();

function connectionsOf({ after }: PlannedStack): readonly Connection[] {
  const known = read.get(after) ?? readConnections(after);
  read.set(after, known);
  return known;
}

/** Nothing that everybody may reach in this group satisfies the predicate. */
function noOpening(isBad: (opening: Connection) => boolean): Check {
  return (group: PlannedResource, stack: PlannedStack) => {
    const openings = connectionsOf(stack).filter(
      ({ incoming, to, from }) => incoming && to.group === group.name && ANYWHERE.includes(from.label),
    );
    return openings.some(isBad) ? "failed" : "passed";
  };
}

const reaches = (ports: readonly number[]) => (opening: Connection) =>
  opening.protocol === "-1" ||
  ports.some((port) => opening.ports !== undefined && opening.ports[0] <= port && port <= opening.ports[1]);

const group = (port: number) => ({
  values: { id: REF },
  parts: {
    [INGRESS]: {
      security_group_id: REF,
      ip_protocol: "tcp",
      from_port: port,
      to_port: port,
      cidr_ipv4: "0.0.0.0/0",
    },
  },
});

export const network: readonly StateRule[] = [
  {
    nag: "EC2RestrictedSSH",
    controls: ["EC2.13"],
    types: [GROUP],
    check: noOpening(reaches([22])),
    severity: "danger",
    says: "lets everybody try SSH",
    why: "The whole internet can try passwords and weaknesses there.",
    bad: group(22),
    good: group(443),
  },
  {
    nag: "EC2RestrictedCommonPorts",
    controls: ["EC2.19"],
    types: [GROUP],
    check: noOpening(reaches(COMMON)),
    severity: "danger",
    says: "lets everybody reach a port of databases or remote desktops",
    why: "The whole internet can try passwords and weaknesses there.",
    bad: group(3306),
    good: group(443),
  },
  {
    nag: "EC2RestrictedInbound",
    types: [GROUP],
    check: noOpening(() => true),
    severity: "warning",
    says: "lets everybody in",
    why: "The whole internet can try passwords and weaknesses there.",
    bad: group(443),
    good: { values: { id: REF } },
  },
  {
    controls: ["EC2.18"],
    types: [GROUP],
    check: noOpening(
      ({ protocol, ports }) =>
        protocol === "-1" || ports === undefined || ports[0] !== ports[1] || !AUTHORIZED.includes(ports[0]),
    ),
    severity: "danger",
    says: "lets everybody reach something else than web servers",
    why: "The whole internet can try passwords and weaknesses there.",
    bad: group(8080),
    good: group(443),
  },
  {
    nag: "EC2SecurityGroupDescription",
    types: [GROUP],
    check: (resource) => (resource.has("description") ? "passed" : "failed"),
    severity: "notice",
    says: "has no description",
    why: "Nobody knows whether it is still needed.",
    bad: { values: {} },
    good: { values: { description: "Tasks" } },
  },
  {
    nag: "VPCDefaultSecurityGroupClosed",
    controls: ["EC2.2"],
    types: ["aws_vpc"],
    check: hasPart("aws_default_security_group", "vpc_id", (resource) =>
      resource.size("ingress") + resource.size("egress") === 0 ? "passed" : "failed",
    ),
    severity: "warning",
    says: "has a default security group with rules",
    why: "Whatever is made without a security group gets this one.",
    bad: { values: { id: REF } },
    good: { values: { id: REF }, parts: { aws_default_security_group: { vpc_id: REF } } },
  },
  {
    nag: "VPCFlowLogsEnabled",
    controls: ["EC2.6"],
    types: ["aws_vpc"],
    check: hasPart("aws_flow_log", "vpc_id"),
    severity: "warning",
    says: "keeps no flow log",
    why: "Who connected to what cannot be found out after somebody got in.",
    bad: { values: { id: REF } },
    good: { values: { id: REF }, parts: { aws_flow_log: { vpc_id: REF } } },
  },
  {
    nag: "VPCSubnetAutoAssignPublicIpDisabled",
    controls: ["EC2.15"],
    types: ["aws_subnet"],
    check: isNotOn("map_public_ip_on_launch"),
    severity: "warning",
    says: "gives public addresses to what starts in it",
    why: "Whatever is put there is reachable from the internet as far as its security group allows.",
    bad: { values: { map_public_ip_on_launch: true } },
    good: { values: { map_public_ip_on_launch: false } },
  },
  {
    nag: "VPCNoUnrestrictedRouteToIGW",
    types: ["aws_route"],
    check: where(
      (route) => route.has("gateway_id"),
      (route) =>
        ["destination_cidr_block", "destination_ipv6_cidr_block"].some((name) =>
          ANYWHERE.includes(route.text(name) ?? ""),
        )
          ? "failed"
          : "passed",
    ),
    severity: "notice",
    says: "leads everything to the internet",
    why: "What is in those subnets can be reached from outside as far as security groups allow.",
    bad: { values: { gateway_id: "igw-1", destination_cidr_block: "0.0.0.0/0" } },
    good: { values: { gateway_id: "igw-1", destination_cidr_block: "192.0.2.0/24" } },
  },
  {
    nag: "VPCNoNACLs",
    types: ["aws_network_acl", "aws_network_acl_rule", "aws_default_network_acl"],
    check: () => "failed",
    severity: "notice",
    says: "is a list of rules without memory of connections",
    why: "It is easily wrong; security groups do the same better.",
    bad: { values: {} },
    good: { values: {} },
  },
];
