import { estimate, estimateBefore, estimateIn } from "../../../scripts/cost/estimate";
import { totalOf } from "../../../scripts/cost/item";
import { LIST_PRICES, Prices } from "../../../scripts/cost/prices";
import type { Usage } from "../../../scripts/cost/usage";
import { change, created } from "../plan/plan-fixture";
import { ORIGINAL } from "./original";
import { planOf } from "./plan-of";

const gateway = (region: string) => created("aws_nat_gateway.network_nat", { region });

describe("an estimate", () => {
  test("adds up to the cent, item by item", () => {
    const { items, total } = estimate(planOf(ORIGINAL));
    for (const { quantity, price, monthly } of items) {
      expect(monthly.toFixed(2)).toBe(quantity.times(price.usd).toFixed(2));
    }
    const cents = items.map(({ monthly }) => Number(monthly.toFixed(2).replace(".", "")));
    expect(total.toFixed(2).replace(".", "")).toBe(String(cents.reduce((sum, amount) => sum + amount)));
  });

  test("is the same whatever the order of the resources", () => {
    const told = (changes: typeof ORIGINAL) =>
      estimate(planOf(changes)).items.map(({ capability, what, monthly }) => [capability, what, monthly]);
    expect(told([...ORIGINAL].reverse())).toEqual(told(ORIGINAL));
  });

  test("keeps sums exact where floating-point numbers are not", () => {
    const usd = { kms_key_month: "0.1", kms_requests: "0" };
    const prices = new Prices([
      { region: "us-east-1", sources: [{ page: "", by: "", date: "2026-01", usd }] },
    ]);
    const keys = ["data", "backup", "audit"].map((name) => created(`aws_kms_key.${name}_key`));
    expect(estimate(planOf(keys), {}, prices).total.toFixed()).toBe("0.3");
    expect(0.1 + 0.1 + 0.1).not.toBe(0.3);
  });

  test("of nothing is nothing", () => {
    expect(estimate(planOf([])).total.toFixed()).toBe("0");
    expect(totalOf([]).toFixed()).toBe("0");
  });
});

describe("use", () => {
  const stack = [
    created("aws_wafv2_web_acl.firewall"),
    created("aws_cloudwatch_log_group.application_log"),
    created("aws_cloudwatch_log_group.firewall_log"),
    created("aws_rds_cluster.database_cluster"),
    created("aws_elasticache_serverless_cache.cache", { engine: "valkey" }),
  ];
  const used = (usage: Usage) => estimate(planOf(stack), usage).items.filter(({ kind }) => kind === "usage");

  test("that is not given costs nothing, and is told", () => {
    const { items, withoutUsage } = estimate(planOf(stack));
    expect(items.filter(({ kind }) => kind === "usage")).toEqual([]);
    expect(withoutUsage.map(({ usage }) => usage)).toContain("requests_per_month");
  });

  test("is billed in the units of its price", () => {
    expect(used({ requests_per_month: 2_500_000 })).toMatchObject([
      { what: "Requests through the firewall", unit: "million requests", capability: "Web firewall" },
    ]);
    const [requests] = used({ requests_per_month: 2_500_000 });
    expect([requests!.quantity.toFixed(), requests!.monthly.toFixed(2)]).toEqual(["2.5", "1.50"]);
  });

  test("of the whole stack is billed once, with everything that it comes from", () => {
    const logs = used({ log_ingest_gb: "10" });
    expect(logs).toHaveLength(1);
    expect(logs[0]!.monthly.toFixed(2)).toBe("5.00");
    expect(logs[0]!.addresses).toEqual([
      "aws_cloudwatch_log_group.application_log",
      "aws_cloudwatch_log_group.firewall_log",
    ]);
    expect(logs[0]!.capability).toBe("Monitoring");
  });

  test("by average storage lasts the whole month, and by hours does not", () => {
    expect(used({ cache_storage_gb: 1 })[0]!.monthly.toFixed(2)).toBe("61.32");
    expect(used({ acu_hours: 100 })[0]!.monthly.toFixed(2)).toBe("12.00");
  });

  test("of added tasks follows their size", () => {
    const [cpu, memory] = estimate(planOf(ORIGINAL), { task_hours: 100 }).items.filter(
      ({ usage }) => usage === "task_hours",
    );
    expect([cpu!.reckoning, cpu!.monthly.toFixed(2)]).toEqual(["100 × 1 vCPU", "3.24"]);
    expect([memory!.reckoning, memory!.monthly.toFixed(2)]).toEqual(["100 × 2 GB", "0.71"]);
  });

  test("that nothing is billed by is told", () => {
    const { warnings } = estimate(planOf(stack), { data_api_requests: 5, emails: 0 });
    expect(warnings).toEqual([
      "Nothing in the stack is billed by data_api_requests (requests to the RDS Data API), so it adds nothing.",
    ]);
  });
});

describe("the region", () => {
  test("is where the resources are, and decides the prices", () => {
    const { region, total, warnings } = estimate(planOf([gateway("eu-central-1")], { region: "us-west-2" }));
    expect([region, total.toFixed(2)]).toEqual(["eu-central-1", "37.96"]);
    expect(warnings).toEqual([]);
  });

  test("is that of the variables where resources do not tell", () => {
    const plan = planOf([created("aws_nat_gateway.network_nat")], { region: "eu-west-1" });
    expect(estimate(plan).region).toBe("eu-west-1");
    const arn = { arn: "arn:aws:ec2:us-east-2:123456789012:natgateway/nat-1" };
    expect(estimate(planOf([created("aws_nat_gateway.network_nat", arn)])).region).toBe("us-east-2");
  });

  test("without prices borrows those of us-east-1, and says so", () => {
    const changes = [gateway("sa-east-1"), created("aws_kms_key.data_key")];
    const { total, warnings } = estimate(planOf(changes, { region: "sa-east-1" }));
    expect(total.toFixed(2)).toBe("33.85");
    expect(warnings).toEqual([
      "The prices of sa-east-1 are not known. Those of us-east-1 stand in for: NAT gateways.",
    ]);
  });

  test("with some prices borrows only the others", () => {
    const alarm = created("aws_cloudwatch_composite_alarm.monitoring");
    const { items, warnings } = estimate(planOf([gateway("eu-west-1"), alarm]));
    expect(items.map(({ price }) => price.region)).toEqual(["eu-west-1", "us-east-1"]);
    expect(warnings).toEqual([
      "Not all prices of eu-west-1 are known. Those of us-east-1 stand in for: Composite alarms.",
    ]);
  });

  test("can be another for comparison", () => {
    const plan = planOf([gateway("eu-central-1")]);
    expect(estimateIn("us-east-1", plan).total.toFixed(2)).toBe("32.85");
    expect(LIST_PRICES.regions).toContain("eu-central-1");
  });
});

describe("before and after a plan", () => {
  const nat = (i: number) => `aws_nat_gateway.network_nat[${i}]`;
  const region = "us-east-1";
  const plan = planOf([
    change(nat(0), ["no-op"], { before: { region }, after: { region } }),
    change(nat(1), ["create"], { after: { region } }),
    change("aws_kms_key.audit_key", ["delete"], { before: { region } }),
    change("aws_lb.edge", ["delete", "create"], {
      before: { region, subnets: ["a"], internal: true },
      after: { region, subnets: ["a", "b"], internal: false },
    }),
    change("aws_eip.network_address", ["forget"], { before: { region } }),
  ]);

  test("each counts what exists then", () => {
    const told = ({ items }: { items: ReturnType<typeof estimate>["items"] }) =>
      items.map(({ what, reckoning }) => `${what}: ${reckoning}`);
    expect(told(estimateBefore(plan))).toEqual([
      "Load balancer: 1 × 730 hours",
      "NAT gateways: 1 × 730 hours",
      "Public IPv4 addresses: 1 × 730 hours",
      "KMS keys: 1",
    ]);
    expect(told(estimate(plan))).toEqual([
      "Load balancer: 1 × 730 hours",
      "Public IPv4 addresses: 2 × 730 hours",
      "NAT gateways: 2 × 730 hours",
    ]);
  });

  test("what Terraform forgets stays billed", () => {
    expect(estimate(plan).warnings).toEqual([
      "Not in the estimate: aws_eip.network_address, which Terraform forgets, but which stays billed.",
    ]);
  });

  test("there is nothing before a new installation", () => {
    expect(estimateBefore(planOf(ORIGINAL)).items).toEqual([]);
  });
});
