import { type Architecture, architectureOf } from "../../../../scripts/plan/diagram/architecture";
import type { Box } from "../../../../scripts/plan/diagram/boxes";
import { toRows } from "../../../../scripts/plan/diagram/layers";
import { layOut, wrap } from "../../../../scripts/plan/diagram/layout";
import { describeArchitecture, renderSvg } from "../../../../scripts/plan/diagram/svg";
import { PlannedResource } from "../../../../scripts/plan/resource";
import { change } from "../plan-fixture";

/** Parts that each lead to others: `{ a: ["b"], b: [] }`. */
function architecture(
  leads: Readonly<Record<string, readonly string[]>>,
  outside: readonly string[] = [],
): Architecture {
  return {
    parts: Object.keys(leads).map((id) => ({
      id,
      title: id,
      outside: outside.includes(id),
      changes: new Map(),
    })),
    links: Object.entries(leads).flatMap(([from, others]) =>
      others.map((to) => ({ from, to, labels: [{ text: "tcp 443", change: "same" as const }] })),
    ),
  };
}

const INSTALLATION = architecture(
  {
    people: ["edge"],
    firewall: ["edge"],
    edge: ["application"],
    application: ["database", "cache", "files", "internet", "endpoint"],
    database: ["backup", "endpoint"],
    cache: [],
    files: ["backup"],
    backup: [],
    internet: [],
    endpoint: [],
    audit: [],
    encryption: [],
  },
  ["people", "internet"],
);

const ids = (rows: ReadonlyArray<ReadonlyArray<{ id: string }>>) =>
  rows.map((row) => row.map(({ id }) => id));

describe("the rows", () => {
  test("go from the outside in, and end with what nothing connects", () => {
    const { connected, alone } = toRows(INSTALLATION, 4);
    expect(ids(connected)).toEqual([
      ["people", "firewall"],
      ["edge"],
      ["application"],
      ["database", "cache", "files"],
      ["internet", "endpoint", "backup"],
    ]);
    expect(ids(alone)).toEqual([["audit", "encryption"]]);
  });

  test("are no longer than asked, and even", () => {
    const { connected } = toRows(INSTALLATION, 2);
    expect(connected.every((row) => row.length <= 2)).toBe(true);
    expect(ids(connected).slice(3, 5)).toEqual([["database", "cache"], ["files"]]);
  });

  test("have an end where parts lead to each other", () => {
    const { connected } = toRows(architecture({ a: ["b"], b: ["c"], c: ["a", "b"] }), 3);
    expect(ids(connected)).toEqual([["a"], ["b"], ["c"]]);
  });

  test("are none where there is nothing", () => {
    expect(toRows(architecture({}), 3)).toEqual({ connected: [], alone: [] });
    expect(renderSvg(architecture({}), { columns: 3, id: "d", title: "t", description: "d" })).toContain(
      "<svg",
    );
  });
});

describe.each([1, 2, 3, 4])("a layout of %i columns", (columns) => {
  const layout = layOut(INSTALLATION, columns);

  const overlap = (one: Box, other: Box) =>
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height;

  test("has boxes that do not overlap, within its size", () => {
    for (const [i, one] of layout.boxes.entries()) {
      expect(one.x + one.width).toBeLessThanOrEqual(layout.width);
      expect(one.y + one.height).toBeLessThanOrEqual(layout.height);
      for (const other of layout.boxes.slice(i + 1)) expect(overlap(one, other)).toBe(false);
    }
  });

  test("has lines from box to box that run through no other", () => {
    for (const { link, points } of layout.routes) {
      const [from, to] = [link.from, link.to].map((id) => layout.boxes.find(({ part }) => part.id === id)!);
      expect(points[0]![1]).toBe(from!.y + from!.height);
      expect(points.at(-1)![1]).toBe(to!.y);
      for (const [i, [x, y]] of points.slice(1).entries()) {
        const [formerX, formerY] = points[i]!;
        expect(x === formerX || y === formerY).toBe(true);
        const crossed = layout.boxes.filter(
          (box) =>
            Math.max(x, formerX) > box.x &&
            Math.min(x, formerX) < box.x + box.width &&
            Math.max(y, formerY) > box.y &&
            Math.min(y, formerY) < box.y + box.height,
        );
        // A single column leaves no way past a row.
        if (columns > 1) expect(crossed.map(({ part }) => part.id)).toEqual([]);
      }
    }
  });

  test("is the same each time", () => {
    expect(layOut(INSTALLATION, columns)).toEqual(layout);
  });
});

test("words are put into lines, and a long one is cut", () => {
  expect(wrap("Domain and certificate", 12)).toEqual(["Domain and", "certificate"]);
  expect(wrap("security_group_ip_range", 10)).toEqual(["security_…"]);
});

describe("the architecture of a plan", () => {
  const group = (name: string) => `aws_security_group.${name}.id`;
  const rule = (name: string, actions: "create" | "delete" | "no-op", to: string, peer: object) => {
    const values = { ip_protocol: "tcp", from_port: 443, to_port: 443, ...peer };
    const [before, after] = [actions !== "create" ? values : null, actions !== "delete" ? values : null];
    const address = `aws_vpc_security_group_ingress_rule.${name}`;
    return new PlannedResource(change(address, [actions], { before, after }), {
      address,
      mode: "managed",
      type: "aws_vpc_security_group_ingress_rule",
      name,
      expressions: {
        security_group_id: { references: [group(to)] },
        ...("cidr_ipv4" in peer
          ? {}
          : { referenced_security_group_id: { references: [group("edge_group")] } }),
      },
    });
  };
  const there = (address: string) =>
    new PlannedResource(change(address, ["no-op"], { before: { id: address }, after: { id: address } }));

  test("has its parts, ways and changes", () => {
    const { parts, links } = architectureOf([
      there("aws_lb.edge_balancer"),
      there("aws_ecs_service.application_service"),
      rule("edge_old", "delete", "edge_group", { cidr_ipv4: "203.0.113.0/24" }),
      rule("edge_new", "create", "edge_group", { cidr_ipv4: "0.0.0.0/0" }),
      rule("application_from_edge", "no-op", "application_group", {}),
      there("terraform_data.destroy_guard"),
    ]);
    expect(parts.map(({ title, outside }) => [title, outside])).toEqual([
      ["0.0.0.0/0", true],
      ["203.0.113.0/24", true],
      ["Edge", false],
      ["Application", false],
    ]);
    const edge = parts.find(({ title }) => title === "Edge")!;
    expect([...edge.changes]).toEqual([
      ["destroy", 1],
      ["create", 1],
    ]);
    expect(edge.subtitle).toBe("load balancer");
    expect(links.map(({ from, labels }) => [from, labels[0]!.change]).sort()).toEqual([
      ["capability-edge", "same"],
      ["from 0.0.0.0/0", "added"],
      ["from 203.0.113.0/24", "removed"],
    ]);
  });
});

describe("the drawing", () => {
  const options = {
    columns: 3,
    id: "d",
    title: "Architecture",
    description: describeArchitecture(INSTALLATION),
  };

  test("has its text as text, a title and a description, and nothing that it would have to fetch", () => {
    const svg = renderSvg(INSTALLATION, { ...options, standalone: true });
    expect(svg).toContain('aria-labelledby="d-title d-description"');
    expect(svg).toContain('<title id="d-title">Architecture</title>');
    expect(svg).toContain("application to database (tcp 443)");
    expect(svg).toMatch(/<text [^>]*>database<\/text>/);
    expect(svg).toContain("prefers-color-scheme:dark");
    expect(svg.replace("http://www.w3.org/2000/svg", "")).not.toMatch(/https?:|<image|@import|<script/);
  });

  test("takes nothing that a plan says for a tag or an attribute", () => {
    const hostile = architecture({ '"><script>x</script>': ["b & c"], "b & c": [] });
    const svg = renderSvg(hostile, { ...options, href: (id) => `#${id}"onclick="x` });
    expect(svg).not.toContain("<script>");
    expect(svg).not.toMatch(/"onclick/);
    expect(svg).toContain("b &amp; c");
  });
});
