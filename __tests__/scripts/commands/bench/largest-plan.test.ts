import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { RESOURCES, writeLargestPlan } from "../../../../scripts/commands/bench/largest-plan";
import { plannedResources } from "../../../../scripts/plan/resource";
import { temporaryFolder } from "../../../support/stand-in";
import { created, plan } from "../../plan/plan-fixture";

const folder = temporaryFolder();

test("has as many resources as promised, half of which change", () => {
  const [from, to] = ["plan.json", "largest.json"].map((name) => path.join(folder, name)) as [string, string];
  const small = plan({ resource_changes: [created("aws_vpc.network_vpc", { cidr_block: "10.0.0.0/16" })] });
  writeFileSync(from, JSON.stringify(small));
  writeLargestPlan(from, to);
  const resources = plannedResources(JSON.parse(readFileSync(to, "utf8")));
  expect(resources).toHaveLength(RESOURCES);
  expect(new Set(resources.map(({ address }) => address)).size).toBe(RESOURCES);
  expect(resources.filter(({ change }) => change === "update")).toHaveLength(RESOURCES / 2);
  expect(resources[1]!.before).toEqual({ cidr_block: "10.0.0.0/16-before" });
});
