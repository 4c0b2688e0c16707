import { Big } from "big.js";
import { estimate } from "../../../scripts/cost/estimate";
import type { ResourceChange } from "../../../scripts/plan/terraform-plan";
import { read } from "../../support/documents";
import { created } from "../plan/plan-fixture";
import { planOf } from "./plan-of";

/** USD a month that a resource costs, rounded. */
const monthly = (resource: ResourceChange) =>
  estimate(planOf([resource]))
    .items.reduce((sum, item) => sum.plus(item.monthly), new Big(0))
    .round()
    .toFixed();

const ACCELERATOR = created("aws_globalaccelerator_accelerator.accelerator");
const ENDPOINT = created("aws_vpc_endpoint.mail", { vpc_endpoint_type: "Interface", subnet_ids: ["a"] });
const KEY = created("aws_kms_key.analytics_exports_key[0]");

test.each([
  ["enable_global_accelerator", ACCELERATOR, "USD and a premium on traffic"],
  ["configure_ses`, `email_forwarding_address", ENDPOINT, "USD a zone"],
  ["enable_bedrock_integration", ENDPOINT, "USD a zone, and use"],
  ["create_serverless_analytics_environment", KEY, "USD while idle"],
])("README.md says of %s what npm run cost says", (variable, resource, unit) => {
  const [, , cost] = read("README.md")
    .split("\n")
    .find((line) => line.startsWith(`| \`${variable}\` |`))!
    .split(" | ");
  expect(cost).toBe(`${monthly(resource)} ${unit}`);
});

test("docs/dns.md says of the accelerator what npm run cost says", () => {
  expect(read("docs/dns.md")).toContain(`It is about ${monthly(ACCELERATOR)} USD a month`);
});
