import { createColors } from "picocolors";
import { renderJson } from "../../../../scripts/commands/cost/json";
import { renderMarkdown } from "../../../../scripts/commands/cost/markdown";
import { reportOn, type Subject } from "../../../../scripts/commands/cost/report";
import { renderText } from "../../../../scripts/commands/cost/text";
import { estimate, estimateBefore, estimateIn } from "../../../../scripts/cost/estimate";
import type { PlanJson } from "../../../../scripts/plan/terraform-plan";
import { ORIGINAL } from "../../cost/original";
import { planOf } from "../../cost/plan-of";
import { change, created, page } from "../../plan/plan-fixture";

const gateway = (region: string) => planOf([created("aws_nat_gateway.network_nat", { region })]);
const subject = (name: string, plan: PlanJson, more: Partial<Subject> = {}): Subject => ({
  name,
  estimate: estimate(plan),
  ...more,
});
const text = (...subjects: Subject[]) => renderText(reportOn(subjects), page);
const lines = (report: string) => report.split("\n").map((line) => line.trim().replace(/ {2,}/g, " | "));

describe("of one environment", () => {
  const report = text(subject("clinic", planOf(ORIGINAL)));

  test("has groups with subtotals that add up to the sum", () => {
    expect(lines(report)).toEqual(
      expect.arrayContaining([
        "clinic (us-east-1)",
        "Network | 73.00",
        "NAT gateways | 2 × 730 hours | 0.045 | 65.70",
        "Fargate memory | 2 × 2 GB × 730 hours | 0.00356 | 10.40",
        "ElastiCache storage, at least | 1 × 0.1 GB × 730 hours | 0.084 | 6.13",
      ]),
    );
    const amount = (line: string) => Number(line.split(" ").at(-1));
    const groups = report.split("\n").filter((line) => /^ {2}[A-Z].* \d+\.\d\d$/.test(line));
    const [together] = groups.filter((line) => line.includes("Together"));
    const subtotals = groups.filter((line) => line !== together).map(amount);
    expect(subtotals.length).toBeGreaterThan(5);
    expect(subtotals.reduce((sum, subtotal) => sum + subtotal)).toBeCloseTo(amount(together!), 2);
  });

  test("says what is not in it, how to add it, and how old the prices are", () => {
    expect(report).toContain("--requests-per-month");
    expect(report).toMatch(/taxes, AWS Support, discounts/);
    expect(report.replace(/\s+/g, " ")).toMatch(
      /list prices in USD of us-east-1, the oldest of 2025-08-20 and the newest of 2026-\d\d-\d\d/,
    );
    expect(report).not.toContain("What this plan changes");
  });

  test("shows use in its own units", () => {
    const used = subject("clinic", planOf([created("aws_wafv2_web_acl.firewall")]), {
      estimate: estimate(planOf([created("aws_wafv2_web_acl.firewall")]), { requests_per_month: 3e9 }),
    });
    expect(lines(text(used))).toContain(
      "Requests through the firewall | 3,000 million requests | 0.6 | 1,800.00",
    );
  });

  test("marks groups only for eyes", () => {
    const colors = createColors(true);
    const colored = renderText(reportOn([subject("clinic", planOf(ORIGINAL))]), { width: 100, colors });
    expect(colored).toContain(String.fromCharCode(27));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: an escape character begins each colour code
    expect(colored.replace(/\u001b\[\d+m/g, "")).toBe(report);
  });
});

test("of a plan that changes something says what it changes, and nothing of the rest", () => {
  const region = "us-east-1";
  const plan = planOf([
    change("aws_lb.edge", ["no-op"], {
      before: { region, internal: true },
      after: { region, internal: true },
    }),
    change("aws_nat_gateway.network_nat", ["create"], { after: { region } }),
  ]);
  const report = text(subject("clinic", plan, { before: estimateBefore(plan) }));
  const changes = lines(report.slice(report.indexOf("What this plan changes")));
  expect(changes.slice(0, 5)).toEqual([
    "What this plan changes",
    "Now | Planned | Difference",
    "Network | 0.00 | 32.85 | +32.85",
    "NAT gateways | 0.00 | 32.85 | +32.85",
    "Together, with what stays | 16.43 | 49.28 | +32.85",
  ]);
});

test("of a plan that changes nothing says so", () => {
  const plan = planOf([change("aws_eip.network", ["no-op"], { before: {}, after: {} })]);
  const report = text(subject("clinic", plan, { before: estimateBefore(plan) }));
  expect(report).toContain("What this plan changes\n  - Nothing of the cost.\n");
});

describe("of two environments", () => {
  const plan = gateway("eu-central-1");
  const report = text(
    subject("small", gateway("us-east-1")),
    subject("large", plan, { inFirstRegion: estimateIn("us-east-1", plan) }),
  );

  test("puts them side by side, with what the region makes", () => {
    expect(lines(report)).toEqual(
      expect.arrayContaining([
        "small and large (USD a month)",
        "small | large | Difference",
        "NAT gateways | 32.85 | 37.96 | +5.11",
        "Together | 32.85 | 37.96 | +5.11",
        "Region | us-east-1 | eu-central-1",
        "- At the prices of us-east-1, large would cost 32.85: the region makes +5.11.",
      ]),
    );
  });

  test("says nothing of regions where there is one, and whose a warning is", () => {
    const odd = planOf([created("aws_instance.jump")]);
    const same = text(subject("small", gateway("us-east-1")), subject("large", odd));
    expect(same).not.toContain("At the prices of");
    expect(same).toContain("- large: Not in the estimate: aws_instance");
  });
});

describe("as Markdown", () => {
  const markdown = renderMarkdown(reportOn([subject("a_b|c", planOf(ORIGINAL))]));

  test("is a table with the numbers on the right", () => {
    expect(markdown).toContain("|  | Quantity | USD each | USD a month |\n| --- | ---: | ---: | ---: |\n");
    expect(markdown).toContain("| **Network** |  |  | **73.00** |\n");
    expect(markdown).toContain("| NAT gateways | 2 × 730 hours | 0.045 | 65.70 |\n");
  });

  test("escapes what people named", () => {
    expect(markdown).toMatch(/^## a\\_b\\\|c \(us\\-east\\-1\)\n/);
  });

  test("a name mentions nobody and links nowhere", () => {
    const named = renderMarkdown(reportOn([subject("@team https://example.org", planOf(ORIGINAL))]));
    expect(named).toMatch(/^## @&#8203;team https&#8203;:\/\/example\.org /);
  });
});

describe("as JSON", () => {
  test("has every item with its sources, in exact numbers", () => {
    const { currency, hoursAMonth, estimates, comparison } = JSON.parse(
      renderJson([subject("clinic", planOf(ORIGINAL))]),
    );
    expect([currency, hoursAMonth, comparison]).toEqual(["USD", 730, undefined]);
    expect(estimates[0].items).toContainEqual({
      what: "NAT gateways",
      capability: "Network",
      kind: "hourly",
      addresses: ["aws_nat_gateway.network_nat[0]", "aws_nat_gateway.network_nat[1]"],
      reckoning: "2 × 730 hours",
      quantity: "1460",
      unit: "hours",
      unitPrice: "0.045",
      monthly: "65.70",
      price: {
        name: "nat_gateway_hour",
        region: "us-east-1",
        date: "2026-08-21",
        page: "https://aws.amazon.com/vpc/pricing/",
      },
    });
  });

  test("has the comparison of two", () => {
    const { comparison } = JSON.parse(
      renderJson([subject("small", gateway("us-east-1")), subject("large", gateway("eu-central-1"))]),
    );
    expect(comparison.total).toEqual({ one: "32.85", other: "37.96", difference: "5.11" });
  });
});
