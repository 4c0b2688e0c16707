import type { Log, Result } from "sarif";
import type { Compliance } from "../../../../scripts/commands/compliance/judge";
import { renderSarif } from "../../../../scripts/commands/compliance/report/sarif";
import { sortWeaknesses } from "../../../../scripts/commands/compliance/scan/image-scan";
import { plannedStack } from "../../../../scripts/plan/planned-stack";
import { accept } from "../../../../scripts/rules/compliance/acceptances";
import { evaluate } from "../../../../scripts/rules/compliance/evaluate";
import { change, plan } from "../../plan/plan-fixture";

// The types of SARIF's schema (@types/sarif) hold the renderer. What GitHub asks for beyond is of its page "SARIF support for
// code scanning", read on 2026-11-30: properties that it calls required, and how it tells results apart. The report of the
// project's own production environment was valid by the schema sarif-2.1.0-rtm.5 on that day.

const FILE = "environments/production.tfvars";
const IMAGE = "openemr/openemr:8.4.1";
const cluster = {
  id: "records",
  storage_encrypted: false,
  deletion_protection: true,
  engine: "aurora-mysql",
};
const bucket = { bucket: "one" };

function compliance(): Compliance {
  const unchanged = (address: string, after: object) => change(address, ["no-op"], { before: after, after });
  const stack = plannedStack(
    plan({
      resource_changes: [
        unchanged("aws_rds_cluster.database_cluster", cluster),
        unchanged("aws_s3_bucket.mail_one", bucket),
        unchanged("aws_s3_bucket.mail_two", bucket),
      ],
    }),
  );
  const acceptance = {
    rules: ["*-RDSStorageEncrypted"],
    resources: ["*"],
    reason: "No patients.",
    owner: "Ann",
  };
  const weakness = { resource: { address: IMAGE }, outcome: "failed", version: "3.0", title: "" } as const;
  return {
    environment: "production",
    origin: "A test.",
    results: accept(evaluate(stack), [acceptance], {
      environment: "production",
      today: "2026-11-30",
      file: "compliance.json",
      isWhole: true,
    }),
    scans: [
      {
        image: IMAGE,
        scanner: "Trivy",
        weaknesses: sortWeaknesses([
          { ...weakness, rule: "CVE-2026-2", severity: "low", program: "zlib" },
          { ...weakness, rule: "CVE-2026-1", severity: "critical", program: "openssl", fixedIn: "3.1" },
        ]),
      },
    ],
  };
}

const log = (): Log => JSON.parse(renderSarif(compliance(), FILE));
const results = () => log().runs.flatMap((run) => run.results ?? []);
const of = (rule: string): Result => results().find(({ ruleId }) => ruleId === rule)!;

test("what failed is an error or a warning, what is unknown a note, and what is accepted is not there", () => {
  expect(of("RDS.27")).toMatchObject({
    level: "error",
    message: { text: expect.stringContaining("is not encrypted") },
  });
  expect(of("RDS.45")).toMatchObject({
    level: "note",
    message: { text: expect.stringMatching(/^Unknown before the apply, would be: /) },
  });
  const accepted = compliance().results.filter(({ acceptance }) => acceptance);
  expect(accepted.length).toBeGreaterThan(0);
  expect(results().filter(({ ruleId }) => accepted.some(({ rule }) => rule === ruleId))).toEqual([]);
});

test("weaknesses of an image are a run of their own", () => {
  const [, images] = log().runs;
  expect(images!.tool.driver.name).toBe("image scan");
  expect(images!.results!.map(({ ruleId, level, message }) => [ruleId, level, message.text])).toEqual([
    ["CVE-2026-1", "error", `CVE-2026-1 in openssl 3.0 of ${IMAGE}, mended in 3.1. `],
    ["CVE-2026-2", "note", `CVE-2026-2 in zlib 3.0 of ${IMAGE}, not mended yet. `],
  ]);
});

test("everything is there that GitHub requires, and no text is empty or too long", () => {
  const { $schema, version, runs } = log();
  expect([$schema, version]).toEqual(["https://json.schemastore.org/sarif-2.1.0.json", "2.1.0"]);
  // GitHub refuses two runs of one tool and one category.
  expect(
    new Set(runs.map(({ tool, automationDetails }) => tool.driver.name + automationDetails!.id)).size,
  ).toBe(runs.length);
  for (const { tool, results: own = [] } of runs) {
    const rules = tool.driver.rules!;
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    for (const { id, shortDescription, fullDescription, help, name } of rules) {
      for (const text of [id, shortDescription!.text, fullDescription!.text, help!.text]) {
        expect(text).toMatch(/\S/);
      }
      expect(name!.length).toBeLessThanOrEqual(255);
      expect(Math.max(shortDescription!.text.length, fullDescription!.text.length)).toBeLessThanOrEqual(1024);
    }
    for (const { ruleId, locations, message } of own) {
      expect(rules.map(({ id }) => id)).toContain(ruleId);
      expect(message.text).toMatch(/\S/);
      expect(locations).toHaveLength(1);
      expect(locations![0]!.physicalLocation).toEqual({
        artifactLocation: { uri: FILE },
        region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 },
      });
      expect(locations![0]!.logicalLocations).toHaveLength(1);
    }
  }
});

test("two resources that fail one rule are two results for GitHub, the same ones in each run", () => {
  const prints = () =>
    results().map(({ partialFingerprints }) => partialFingerprints!.primaryLocationLineHash);
  expect(prints().filter((print) => /^S3\.2 /.test(print!)).length).toBe(2);
  expect(new Set(prints()).size).toBe(prints().length);
  expect(prints()).toEqual(prints());
});

test("a description that is too long for GitHub is cut, and its help has all of it", () => {
  const { scans, ...rest } = compliance();
  const title = "x".repeat(3000);
  const long = scans.map((scan) => ({
    ...scan,
    weaknesses: scan.weaknesses.map((one) => ({ ...one, title })),
  }));
  const { runs } = JSON.parse(renderSarif({ ...rest, scans: long }, FILE)) as Log;
  const [rule] = runs[1]!.tool.driver.rules!;
  expect([rule!.fullDescription!.text.length, rule!.help!.text]).toEqual([1024, title]);
});
