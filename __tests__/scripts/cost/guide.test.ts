import { Big } from "big.js";
import { estimate } from "../../../scripts/cost/estimate";
import { HOURS_A_MONTH } from "../../../scripts/cost/units";
import { ORIGINAL } from "./original";
import { planOf } from "./plan-of";

const { items, withoutUsage, notIncluded, warnings } = estimate(planOf(ORIGINAL));

/** The items of the original's user guide, each as it gives it: by the hour or by the month, in USD. */
const GUIDE: Record<string, { whats: string[]; perHour?: string; perMonth?: string }> = {
  "AWS Fargate": { whats: ["Fargate vCPU", "Fargate memory"], perHour: "0.079" },
  "1 Application Load Balancer": { whats: ["Load balancer"], perHour: "0.0225" },
  "2 NAT Gateways": { whats: ["NAT gateways"], perHour: "0.09" },
  "Elasticache Serverless": { whats: ["ElastiCache storage"], perHour: "0.0084" },
  "2 Secrets Manager Secrets": { whats: ["Secrets"], perMonth: "0.80" },
  "1 WAF ACL": { whats: ["Firewall"], perMonth: "5" },
  "1 KMS Key": { whats: ["KMS keys"], perMonth: "1" },
};

/** Before it is rounded to cents. */
function exactly(whats: readonly string[]): Big {
  return items
    .filter(({ what }) => whats.includes(what))
    .reduce((sum, { quantity, price }) => sum.plus(quantity.times(price.usd)), new Big(0));
}

describe("the cost table of the original's user guide", () => {
  test.each(Object.entries(GUIDE))("has %s as the estimate has it", (_, { whats, perHour, perMonth }) => {
    const monthly = perMonth ?? new Big(perHour!).times(HOURS_A_MONTH);
    expect(exactly(whats).toFixed()).toBe(new Big(monthly).toFixed());
  });

  test("comes out at its 152.72 dollars a month, which are cut and not rounded", () => {
    const sum = exactly(Object.values(GUIDE).flatMap(({ whats }) => whats));
    expect(sum.toFixed()).toBe("152.727");
    expect(sum.round(2, Big.roundDown).toFixed()).toBe("152.72");
  });

  test("leaves out what else is billed", () => {
    const told = Object.values(GUIDE).flatMap(({ whats }) => whats);
    const leftOut = items.filter(({ what }) => !told.includes(what)).map(({ what }) => what);
    expect([...new Set(leftOut)]).toEqual([
      "Public IPv4 addresses",
      "Managed rule groups",
      "Metrics of Container Insights",
      "Aurora capacity",
      // The original's database may pause as well, and its OpenEMR runs services while somebody is signed in only.
      "Aurora capacity for services, 6 minutes an hour",
    ]);
    const byUse = withoutUsage.map(({ what }) => what);
    expect(byUse).toEqual(
      expect.arrayContaining([
        "Aurora capacity above the minimum",
        "Aurora storage",
        "Backups of the database",
        "Backups of the file system",
        "File system storage",
        "Logs that arrive",
        "Logs kept",
        "Storage in buckets",
        "Traffic through NAT gateways",
      ]),
    );
    expect(notIncluded).toContainEqual(expect.stringContaining("rotation of a key"));
    expect(notIncluded).toContainEqual(expect.stringContaining("Terraform's state"));
    // Two years of Performance Insights have a price that the list does not have.
    expect(warnings).toEqual([
      expect.stringMatching(/^Not in the estimate: Database Insights of .*writer/),
      expect.stringMatching(/^Not in the estimate: Database Insights of .*reader/),
    ]);
  });
});
