import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { COMMAND_LINE } from "../../../../scripts/commands/compliance/arguments";
import { plannedStack } from "../../../../scripts/plan/planned-stack";
import { accept, readAcceptances } from "../../../../scripts/rules/compliance/acceptances";
import { evaluate } from "../../../../scripts/rules/compliance/evaluate";
import { runProcess } from "../../../../scripts/system/run-process";
import { readCommandLine } from "../../../../scripts/terminal/command-line";
import { compiledProject, compiledScript } from "../../../support/compiled-project";
import { InstallationWithEverything } from "../../../support/installation-with-everything";
import { PlannedEnvironment } from "../../../support/planned-environment";
import { temporaryFolder } from "../../../support/stand-in";
import { change, plan } from "../../plan/plan-fixture";

const PROJECT = compiledProject();
const ROOT = path.resolve(__dirname, "../../../..");
const out = temporaryFolder();

/** Without credentials, and with nothing but Node.js and Terraform. */
function compliance(...args: string[]) {
  const { PATH, HOME } = process.env;
  const command = [compiledScript(PROJECT, "compliance"), ...args];
  return runProcess(process.execPath, command, { cwd: PROJECT, env: { PATH, HOME, INIT_CWD: out } });
}

function file(name: string, content: unknown): string {
  writeFileSync(path.join(out, name), JSON.stringify(content));
  return name;
}

const CLUSTER = {
  id: "records",
  storage_encrypted: false,
  deletion_protection: true,
  tags_all: { Environment: "production" },
};
const PLAN = file(
  "plan.json",
  plan({
    resource_changes: [
      change("aws_rds_cluster.database_cluster", ["no-op"], { before: CLUSTER, after: CLUSTER }),
    ],
  }),
);
const STATE = file("state.json", {
  format_version: "1.0",
  values: {
    root_module: {
      resources: [
        {
          address: "aws_rds_cluster.database_cluster",
          mode: "managed",
          type: "aws_rds_cluster",
          name: "database_cluster",
          values: CLUSTER,
        },
      ],
    },
  },
});
const NOTHING_ACCEPTED = file("nothing.json", { accepted: [] });

const PATIENCE = 120_000;

describe("npm run compliance", () => {
  test.each([
    ["--plan", PLAN, "What the plan plan.json leads to."],
    ["--state", STATE, "What is deployed, by the state state.json."],
  ])(
    "judges what %s names, and ends with another code where something failed",
    async (option, name, origin) => {
      const { code, stdout, stderr } = await compliance(
        "production",
        option,
        name,
        "--accepted",
        NOTHING_ACCEPTED,
        "--out",
        "one",
      );
      expect(stderr).toBe("");
      expect(code).toBe(2);
      expect(stdout).toContain(origin);
      expect(stdout).toMatch(/\n +passed +failed +unknown +accepted\n +HIPAA Security +\d+ +\d+ +0 +0\n/);
      expect(stdout).toContain("!! Database: Aurora cluster is not encrypted");
      const report = JSON.parse(readFileSync(path.join(out, "one", "compliance.json"), "utf8"));
      const results = report.results.filter((result: { rule: string }) =>
        /RDSStorageEncrypted|^RDS\.27$|-RDS2$/.test(result.rule),
      );
      expect(
        results.map((result: { rule: string; outcome: string }) => [result.rule, result.outcome]),
      ).toEqual([
        ["HIPAA.Security-RDSStorageEncrypted", "failed"],
        ["AwsSolutions-RDS2", "failed"],
        ["NIST.800.53.R5-RDSStorageEncrypted", "failed"],
        ["RDS.27", "failed"],
      ]);
      expect(readFileSync(path.join(out, "one", "compliance.md"), "utf8")).toContain("| HIPAA Security |");
    },
    PATIENCE,
  );

  test("puts what a scanner found into the same report, and ends with another code where a newer image is better", async () => {
    const accepted = (...entries: object[]) => file("some.json", { accepted: entries });
    const weakness = {
      VulnerabilityID: "CVE-2026-1",
      PkgName: "zlib",
      Severity: "CRITICAL",
      FixedVersion: "2",
    };
    const scan = file("trivy.json", { ArtifactName: "a/b:1", Results: [{ Vulnerabilities: [weakness] }] });
    const run = (entries: string) =>
      compliance("production", "--plan", PLAN, "--accepted", entries, "--scan", scan, "--out", "scan");
    const everything = { rules: ["*RDS*", "RDS*"], resources: ["*"], reason: "No patients.", owner: "Ann" };
    const found = await run(accepted(everything));
    expect([found.stderr, found.code]).toEqual(["", 2]);
    expect(found.stdout).toContain("!! CVE-2026-1 in zlib");
    const read = (name: string) => readFileSync(path.join(out, "scan", name), "utf8");
    expect(JSON.parse(read("compliance.json")).images).toMatchObject([
      { image: "a/b:1", scanner: "Trivy", weaknesses: [{ rule: "CVE-2026-1", fixedIn: "2" }] },
    ]);
    expect(read("compliance.md")).toContain("| 1 | 0 | 0 | 0 | 0 | 0 |");
    expect(JSON.parse(read("compliance.sarif")).runs).toHaveLength(2);
    const entry = { rules: ["CVE-2026-1"], resources: ["a/b:*"], reason: "Not used.", owner: "Ann" };
    expect((await run(accepted(everything, entry))).code).toBe(0);
    expect(read("compliance.md")).toContain("| 0 | 0 | 0 | 0 | 0 | 1 |");
  });

  test("gives programs its report as JSON, and nothing else", async () => {
    const args = ["production", "--plan", PLAN, "--accepted", NOTHING_ACCEPTED, "--out", "json", "--json"];
    const { code, stdout, stderr } = await compliance(...args);
    expect([code, stderr]).toEqual([2, ""]);
    expect(stdout).toBe(readFileSync(path.join(out, "json", "compliance.json"), "utf8"));
    expect(JSON.parse(stdout).environment).toBe("production");
  });

  test("one pack may be asked for, and nothing ends with an error if so wished", async () => {
    const args = ["production", "--plan", PLAN, "--accepted", NOTHING_ACCEPTED, "--pack", "solutions"];
    const { code, stdout } = await compliance(...args, "--fail-on", "nothing");
    expect(code).toBe(0);
    expect(stdout).toContain("AwsSolutions");
    expect(stdout).not.toContain("HIPAA");
  });

  /** It plans one of them by itself. */
  const planOf = async (environment: string) =>
    environment === "production" ? [] : ["--plan", (await PlannedEnvironment.shared(environment)).file];

  test.each(["development", "production", "trial"])(
    "the project's own %s fails nothing that is not accepted, and nothing is accepted in vain",
    async (environment) => {
      const accepted = path.join(ROOT, "compliance.json");
      const { code, stdout, stderr } = await compliance(
        environment,
        ...(await planOf(environment)),
        "--accepted",
        accepted,
        "--out",
        environment,
      );
      expect(stderr).toBe("");
      expect(stdout).not.toContain("!!");
      expect(code).toBe(0);
      // A control that only the apply can decide does not pass.
      expect(stdout).toMatch(/HIPAA Security +\d+ +0 +[1-9]\d* +[1-9]\d*\n/);
    },
    PATIENCE,
  );

  test("what only an apply can tell of production passes after it, or is accepted", async () => {
    const report = JSON.parse(readFileSync(path.join(out, "production", "compliance.json"), "utf8"));
    const waiting = (report.results as Array<{ rule: string; resource: string; outcome: string }>)
      .filter(({ outcome }) => outcome === "unknown")
      .map(({ rule, resource }) => `${rule} ${resource}`);
    const applied = evaluate(plannedStack((await InstallationWithEverything.shared()).plan()));
    const file = "compliance.json";
    const accepted = readAcceptances(JSON.parse(readFileSync(path.join(ROOT, file), "utf8")), file);
    const about = { environment: "production", today: "2026-11-30", file, isWhole: false };
    const told = accept(applied, accepted, about)
      .map(({ rule, resource, ...judged }) => ({ ...judged, name: `${rule} ${resource.address}` }))
      .filter(({ name }) => waiting.includes(name));
    const open = told.filter(({ outcome, acceptance }) => outcome !== "passed" && !acceptance);
    expect(open.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([]);
    expect(told).toHaveLength(waiting.length);
  }, 600_000);

  test("refuses a state file, the plan of another environment, and JSON of something else", async () => {
    mkdirSync(path.join(out, "other"), { recursive: true });
    const raw = file("terraform.tfstate", { version: 4, resources: [] });
    const refused = async (...args: string[]) => (await compliance(...args)).stderr;
    expect(await refused("production", "--state", raw)).toMatch(
      /a state file, but must be what Terraform shows of it/,
    );
    expect(await refused("production", "--state", PLAN)).toMatch(/which is JSON, but not of a state/);
    expect(await refused("development", "--state", STATE)).toMatch(/a state of production by its tags/);
    expect(await refused("production", "--plan", PLAN, "--accepted", "none.json")).toMatch(
      /^--accepted is none\.json/,
    );
  });
});

test.each([
  [["a", "--plan", "x", "--state", "y"], /^--plan and --state are both given/],
  [["a", "--plan", "x", "--var", "b=c"], /^--var is b=c, but what was planned/],
  [["a", "--pack", "pci"], /^--pack is "pci", but must be "hipaa", "solutions", "nist" or "fsbp"\./],
  [["a", "--fail-on", "all"], /^--fail-on is "all", but must be "failed", "unknown" or "nothing"\./],
  [["a", "--state", ""], /^--state is empty\./],
  [["a", "--scan", ""], /^--scan is empty\./],
  [["a", "b"], /^One environment at a time/],
])("%j are refused", (args, message) => {
  expect(() => readCommandLine(args, COMMAND_LINE)).toThrow(message);
});
