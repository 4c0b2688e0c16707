import { type Architecture, architectureOf } from "../../../../scripts/plan/diagram/architecture";
import type { FrameId } from "../../../../scripts/plan/diagram/frames";
import { type Layout, layOut, type Place } from "../../../../scripts/plan/diagram/layout";
import { renderSvg } from "../../../../scripts/plan/diagram/svg";
import { describeArchitecture, wrap } from "../../../../scripts/plan/diagram/text";
import { PlannedResource } from "../../../../scripts/plan/resource";
import { change } from "../plan-fixture";

/** Parts that each lead to others: `{ a: ["b"], b: [] }`. */
function architecture(
  leads: Readonly<Record<string, readonly string[]>>,
  outside: readonly string[] = [],
  frames: Readonly<Record<string, FrameId>> = {},
): Architecture {
  return {
    parts: Object.keys(leads).map((id) => ({
      id,
      title: id,
      outside: outside.includes(id),
      frame: frames[id],
      changes: new Map(),
    })),
    links: Object.entries(leads).flatMap(([from, others]) =>
      others.map((to) => ({ from, to, labels: [{ text: "tcp 443", change: "same" as const }] })),
    ),
    frames: [
      { id: "region", label: "AWS region eu-west-1" },
      { id: "vpc", label: "VPC 10.0.0.0/16", parent: "region" },
      { id: "public", label: "Public subnets", parent: "vpc", zones: ["a", "b"] },
      { id: "private", label: "Private subnets", parent: "vpc", zones: ["a", "b"] },
      { id: "around", label: "Protects and watches over all", parent: "region" },
    ],
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
  {
    firewall: "region",
    edge: "public",
    application: "private",
    database: "private",
    cache: "private",
    files: "private",
    endpoint: "private",
    backup: "region",
    audit: "around",
    encryption: "around",
  },
);

describe("the layout", () => {
  let layout: Layout;
  beforeAll(async () => {
    layout = await layOut(INSTALLATION, 3);
  });
  const within = (inner: Place, outer: Place) =>
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height;
  const overlap = (one: Place, other: Place) =>
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height;

  test("has boxes that do not overlap, each in its frame, and frames in theirs", async () => {
    for (const { frames, boxes, width, height } of [layout, await layOut(INSTALLATION, 1)]) {
      const frameOf = (id: string | undefined): Place =>
        frames.find(({ frame }) => frame.id === id) ?? { x: 0, y: 0, width, height };
      for (const [i, box] of boxes.entries()) {
        expect(within(box, frameOf(box.part.frame))).toBe(true);
        for (const other of boxes.slice(i + 1)) expect(overlap(box, other)).toBe(false);
        for (const frame of frames) {
          const contains = within(box, frame);
          expect(contains || !overlap(box, frame)).toBe(true);
        }
      }
      for (const frame of frames) expect(within(frame, frameOf(frame.frame.parent))).toBe(true);
    }
  });

  test("has lines from box to box that run through no other, each with its words", () => {
    for (const { link, points, labels } of layout.routes) {
      const [from, to] = [link.from, link.to].map((id) => layout.boxes.find(({ part }) => part.id === id)!);
      expect(points[0]![1]).toBe(from!.y + from!.height);
      expect(points.at(-1)![1]).toBe(to!.y);
      expect(labels.map(({ label }) => label.text)).toEqual(["tcp 443"]);
      for (const [i, [x, y]] of points.slice(1).entries()) {
        const [formerX, formerY] = points[i]!;
        expect(x === formerX || y === formerY).toBe(true);
        const line = {
          x: Math.min(x, formerX),
          y: Math.min(y, formerY),
          width: Math.abs(x - formerX),
          height: Math.abs(y - formerY),
        };
        const others = layout.boxes.filter(({ part }) => part.id !== link.from && part.id !== link.to);
        expect(others.filter((box) => overlap(line, box)).map(({ part }) => part.id)).toEqual([]);
      }
    }
  });

  test("fits a phone in one column, where boxes say what leads to them", async () => {
    const column = await layOut(INSTALLATION, 1);
    expect(column.width).toBeLessThanOrEqual(390);
    expect(column.routes).toEqual([]);
    const database = column.boxes.find(({ part }) => part.id === "database")!;
    expect(database.lines.map(({ text }) => text)).toEqual(["database", "\u2190 application: tcp 443"]);
  });

  test("is the same each time", async () => {
    await expect(layOut(INSTALLATION, 3)).resolves.toEqual(layout);
  });

  test("has an end where parts lead to each other, and where there is nothing", async () => {
    const circle = await layOut(architecture({ a: ["b"], b: ["c"], c: ["a", "b"] }), 3);
    expect(circle.routes).toHaveLength(4);
    const nothing = await renderSvg(architecture({}), { columns: 3, id: "d", title: "t", description: "d" });
    expect(nothing).toContain("<svg");
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
    expect(edge.subtitle).toBe("Application Load Balancer");
    const { parts: named } = architectureOf([there("aws_kms_key.monitoring_key")]);
    expect(named.map(({ title, subtitle }) => [title, subtitle])).toEqual([
      ["Monitoring", "alarms, dashboard"],
    ]);
    expect(links.map(({ from, labels }) => [from, labels[0]!.change]).sort()).toEqual([
      ["capability-edge", "same"],
      ["from 0.0.0.0/0", "added"],
      ["from 203.0.113.0/24", "removed"],
    ]);
  });
});

test("what leaves private subnets for the internet passes the NAT gateways, which are above", async () => {
  const made = (address: string, after: object, expressions: Record<string, unknown> = {}) => {
    const [type, name] = address.split(".");
    const configured = { address, mode: "managed" as const, type: type!, name: name!, expressions };
    return new PlannedResource(change(address, ["create"], { after }), configured);
  };
  const references = ["aws_security_group.application_group"];
  const rule = { cidr_ipv4: "0.0.0.0/0", ip_protocol: "tcp", from_port: 443, to_port: 443 };
  const resources = [
    made("aws_security_group.application_group", {}),
    made("aws_ecs_service.application_service", {}),
    made("aws_vpc_security_group_egress_rule.application_https", rule, { security_group_id: { references } }),
  ];
  const direct = architectureOf(resources).links.map(({ from, to }) => [from, to]);
  expect(direct).toEqual([["capability-application", "to 0.0.0.0/0"]]);
  const gateways = ["a", "b"].map((zone) => made(`aws_nat_gateway.network_nat_${zone}`, {}));
  const through = architectureOf([...resources, ...gateways]);
  expect(through.links.map(({ from, to }) => [from, to])).toEqual([
    ["capability-application", "capability-network"],
    ["capability-network", "to 0.0.0.0/0"],
  ]);
  const { boxes, routes } = await layOut(through, 3);
  const top = (title: string) => boxes.find(({ part }) => part.title === title)!.y;
  expect(top("0.0.0.0/0")).toBeLessThan(top("Network"));
  expect(top("Network")).toBeLessThan(top("Application"));
  expect(routes[0]!.points[0]![1]).toBeGreaterThan(routes[0]!.points.at(-1)![1]);
});

describe("the drawing", () => {
  const options = {
    columns: 3,
    id: "d",
    title: "Architecture",
    description: describeArchitecture(INSTALLATION),
  };

  test("has its text as text, a title and a description, and nothing that it would have to fetch", async () => {
    const svg = await renderSvg(INSTALLATION, { ...options, standalone: true });
    expect(svg).toContain('aria-labelledby="d-title d-description"');
    expect(svg).toContain('<title id="d-title">Architecture</title>');
    expect(svg).toContain("application to database (tcp 443)");
    expect(svg).toMatch(/<text [^>]*>database<\/text>/);
    expect(svg).toMatch(/<text [^>]*>Public subnets <tspan class="zone">in zones a, b<\/tspan><\/text>/);
    expect(svg).not.toMatch(/@media *\(prefers-color-scheme/);
    expect(svg).toContain("@media screen and (prefers-color-scheme:dark)");
    expect(svg.replace("http://www.w3.org/2000/svg", "")).not.toMatch(/https?:|<image|@import|<script/);
  });

  test("says what a dashed box is, inside the drawing, where there is one", async () => {
    expect(await renderSvg(INSTALLATION, options)).not.toContain("Dashed box");
    const { parts, ...rest } = INSTALLATION;
    const titled = parts.map((part) => (part.id === "audit" ? { ...part, title: "Audit trail" } : part));
    const svg = await renderSvg({ ...rest, parts: titled }, options);
    const [, y] = /<text [^>]*y="(\d+)">Dashed box: a variable can leave it out\.</.exec(svg) ?? [];
    const [, height] = /viewBox="0 0 \d+ (\d+)"/.exec(svg) ?? [];
    expect(Number(y)).toBeLessThan(Number(height));
  });

  test("takes nothing that a plan says for a tag or an attribute", async () => {
    const hostile = architecture({ '"><script>x</script>': ["b & c"], "b & c": [] });
    const svg = await renderSvg(hostile, { ...options, href: (id) => `#${id}"onclick="x` });
    expect(svg).not.toContain("<script>");
    expect(svg).not.toMatch(/"onclick/);
    expect(svg).toContain("b &amp; c");
  });
});
