import { renderReachability } from "../../../../scripts/commands/preview/reachability";
import type { PlannedResource } from "../../../../scripts/plan/resource";
import { page, resource } from "../../plan/plan-fixture";

/** A rule whose ends refer to groups that do not exist yet. */
function rule(
  direction: "ingress" | "egress",
  name: string,
  group: string,
  peer: { group?: string; range?: string },
  port: number,
): PlannedResource {
  const reference = (of: string) => ({
    references: [`aws_security_group.${of}.id`, `aws_security_group.${of}`],
  });
  return resource(
    `aws_vpc_security_group_${direction}_rule.${name}`,
    { cidr_ipv4: peer.range ?? null, ip_protocol: "tcp", from_port: port, to_port: port },
    { security_group_id: true, ...(peer.group ? { referenced_security_group_id: true } : {}) },
    {
      security_group_id: reference(group),
      ...(peer.group ? { referenced_security_group_id: reference(peer.group) } : {}),
    },
  );
}

function reachability(...resources: PlannedResource[]): string[] {
  return renderReachability(page, resources).map((line) => line.trim().replace(/\s+/g, " "));
}

const EDGE = "edge_security_group";
const SERVICE = "application_service_security_group";

describe("who can reach what", () => {
  test("names the groups at both ends, the outside first, each path once", () => {
    expect(
      reachability(
        rule("ingress", "service_from_edge", SERVICE, { group: EDGE }, 443),
        rule("egress", "edge_to_service", EDGE, { group: SERVICE }, 443),
        rule("egress", "service_to_internet", SERVICE, { range: "0.0.0.0/0" }, 443),
        rule("ingress", "edge_from_clients", EDGE, { range: "203.0.113.0/24" }, 443),
        rule("ingress", "edge_redirect", EDGE, { range: "203.0.113.0/24" }, 80),
      ),
    ).toEqual([
      "Who can reach what (all else is closed)",
      "203.0.113.0/24 -> edge: tcp 443, tcp 80",
      "edge -> application service: tcp 443",
      "application service -> 0.0.0.0/0: tcp 443",
    ]);
  });

  test.each(["0.0.0.0/0", "::/0"])("marks what is open to %s", (range) => {
    const lines = reachability(rule("ingress", "edge_from_all", EDGE, { range }, 443));
    expect(lines[1]).toBe(`${range} -> edge: tcp 443, open to the whole internet (!)`);
  });

  test("says that nobody gets in from outside", () => {
    expect(reachability(rule("ingress", "service_from_edge", SERVICE, { group: EDGE }, 443))).toContain(
      "from outside nobody",
    );
  });

  test("shows an egress rule without its counterpart", () => {
    const lines = reachability(rule("egress", "edge_to_service", EDGE, { group: SERVICE }, 443));
    expect(lines).toContain("edge -> application service: tcp 443");
  });

  test("shows rules that a group lists itself", () => {
    const group = resource("aws_security_group.cache_group", {
      ingress: [{ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["10.0.0.0/16"], self: true }],
    });
    expect(reachability(group).slice(1)).toEqual([
      "10.0.0.0/16 -> cache: everything",
      "cache -> cache: everything",
    ]);
  });

  test("shows rules of the older type", () => {
    const old = resource(
      "aws_security_group_rule.edge_from_clients",
      { type: "ingress", protocol: "tcp", from_port: 8000, to_port: 8100, cidr_blocks: ["203.0.113.0/24"] },
      { security_group_id: true },
      { security_group_id: { references: ["aws_security_group.edge_security_group.id"] } },
    );
    expect(reachability(old)).toContain("203.0.113.0/24 -> edge: tcp 8000-8100");
  });

  test("is left out where there are no rules", () => {
    expect(reachability()).toEqual([]);
  });
});
