import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { firewallWarning } from "../../../../scripts/commands/load-test/firewall-limit";
import { temporaryFolder } from "../../../support/stand-in";

const project = temporaryFolder();
mkdirSync(path.join(project, "environments"));

function warning(tfvars: string, rate?: number, seconds = 3600): Promise<string | undefined> {
  writeFileSync(path.join(project, "environments/trial.tfvars"), tfvars);
  return firewallWarning(project, "trial", { rate, seconds });
}

test("a test as fast as it goes is blocked, and the way out is said", async () => {
  await expect(warning("")).resolves.toMatch(
    /^Warning: the firewall blocks this address after 20000 requests in 5 minutes.*\n.*waf_count_only = true \(or waf_rate_limit higher\) in environments\/trial.tfvars.*\nWith --rate 66 /,
  );
});

test.each([
  ["a rate below the limit", "", 66],
  ["a limit above the rate", "waf_rate_limit = 30000 # for the test", 100],
  ["a firewall that only counts", "waf_count_only = true", 1000],
])("%s gives no warning", async (_, tfvars, rate) => {
  expect(await warning(tfvars, rate)).toBeUndefined();
});

test("a short test is below the limit as long as its requests are", async () => {
  expect(await warning("", 1000, 20)).toBeUndefined();
  expect(await warning("", 1000, 21)).toBeDefined();
});
