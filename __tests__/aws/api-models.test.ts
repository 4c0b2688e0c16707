import { AWS_TYPES } from "../../src/aws/types";
import { InstallationWithEverything } from "../support/installation-with-everything";
import { SynthesizedProject } from "../support/synthesized-project";
import { ApiModels } from "./support/api-models";

// The arguments of every resource, with everything on, held against the models of AWS's API: lengths, numbers, patterns
// and the values that there are. Terraform's provider checks few of them, and AWS refuses in the middle of a deployment.

/** Calls that create; those that tag have members of the same names for something else. */
const actionsOf = (type: string) =>
  (AWS_TYPES[type]?.writes.create ?? []).filter((action) => !/tag/i.test(action));

/** The part of the values that the stack gives; the rest is of the offline account, which has zeros for what AWS makes up. */
function givenIn(block: unknown, value: unknown): unknown {
  if (Array.isArray(value)) {
    // Terraform has one block, or a list of them.
    return value.map((item, i) => givenIn(Array.isArray(block) ? (block[i] ?? block[0]) : block, item));
  }
  if (!isObject(block) || !isObject(value)) return value;
  const { dynamic = {}, ...given } = block;
  const known: Record<string, unknown> = { ...given, ...(dynamic as object) };
  const kept = Object.entries(value).filter(([argument]) => argument in known);
  return Object.fromEntries(kept.map(([argument, inner]) => [argument, givenIn(given[argument], inner)]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const models = ApiModels.of(Object.keys(AWS_TYPES).flatMap(actionsOf));

test.each([
  [
    "backup:CreateBackupVault",
    { name: "open emr" },
    '.BackupVaultName is "open emr", but must be ^[a-zA-Z0-9\\-\\_]{2,50}$',
  ],
  ["logs:CreateLogGroup", { name: "a".repeat(513) }, "1 to 512 characters"],
  [
    "elasticfilesystem:CreateFileSystem",
    { throughput_mode: "slow" },
    "one of bursting, provisioned, elastic",
  ],
  ["elasticloadbalancing:CreateTargetGroup", { port: 70000 }, ".port is 70000, but must be 1 to 65535"],
])("%s with %j is refused", (action, values, reason) => {
  expect(models.check(action, values).refused).toEqual([expect.stringContaining(reason)]);
});

test("AWS takes all texts, numbers and lists that the stack gives it", async () => {
  const { resource } = SynthesizedProject.shared().document("openemr-production");
  let checked = 0;
  const refused = [...(await InstallationWithEverything.shared()).resources()].flatMap(
    ([address, values]) => {
      const [type, name] = address.replace(/\[.*/, "").split(".") as [string, string];
      const args = givenIn(resource[type]?.[name], values) as object;
      return actionsOf(type).flatMap((action) => {
        const verdict = models.check(action, args);
        checked += verdict.checked;
        return verdict.refused.map((text) => `${address}, ${action}: ${text.slice(0, 300)}`);
      });
    },
  );
  expect(refused).toEqual([]);
  expect(checked).toBeGreaterThan(2500);
});
