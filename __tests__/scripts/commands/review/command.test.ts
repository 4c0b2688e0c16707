import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { COMMAND_LINE } from "../../../../scripts/commands/review/arguments";
import type { ResourceChange } from "../../../../scripts/plan/terraform-plan";
import { runProcess } from "../../../../scripts/system/run-process";
import { readCommandLine } from "../../../../scripts/terminal/command-line";
import { compiledProject, compiledScript } from "../../../support/compiled-project";
import { temporaryFolder } from "../../../support/stand-in";
import { plan } from "../../plan/plan-fixture";
import { added, deleted, EXISTING, updated } from "../../rules/stack-of";

const readArguments = (args: readonly string[]) => readCommandLine(args, COMMAND_LINE)!;

const PROJECT = compiledProject();
const out = temporaryFolder();

/** Without credentials, and with nothing but Node.js and Terraform. */
function review(args: string[], env: NodeJS.ProcessEnv = {}) {
  const { PATH, HOME } = process.env;
  const command = [compiledScript(PROJECT, "review"), ...args];
  return runProcess(process.execPath, command, { cwd: PROJECT, env: { PATH, HOME, INIT_CWD: out, ...env } });
}

function planFile(name: string, ...changes: readonly ResourceChange[]): string {
  const file = path.join(out, name);
  writeFileSync(file, JSON.stringify(plan({ resource_changes: [EXISTING, ...changes] })));
  return name;
}

const PATIENCE = 120_000;

describe("npm run review", () => {
  test(
    "reports on a saved plan, and ends with another code where something is as bad as asked",
    async () => {
      const bad = planFile(
        "bad.json",
        deleted("aws_efs_file_system.files_sites", { id: "fs-1" }),
        updated("aws_lb.edge_lb", { idle_timeout: 60 }, { idle_timeout: 120 }),
      );
      const [plain, failing] = await Promise.all([
        review(["development", "--plan", bad, "--out", "plain"]),
        review(["development", "--plan", bad, "--out", "failing", "--fail-on", "danger"]),
      ]);
      expect(plain.stderr + failing.stderr).toBe("");
      expect([plain.code, failing.code]).toEqual([0, 2]);
      expect(plain.stdout).toMatch(
        /^development .*\n0 to add, 1 to change, 1 to destroy, 1 unchanged\n1 danger;/,
      );
      expect(plain.stdout).toContain("!! Files: sites file system is DELETED");
      expect(plain.stdout).toContain(
        `The report: ${path.join("plain", "review.html")}, for a pull request: `,
      );
      expect(plain.stdout).not.toContain(String.fromCharCode(27));
      expect(readdirSync(path.join(out, "plain")).sort()).toEqual(["review.html", "review.md"]);
      expect(readFileSync(path.join(out, "failing", "review.md"), "utf8")).toContain("development");
    },
    PATIENCE,
  );

  test(
    "gives programs what was found as JSON, and nothing else, with the report and the code of --fail-on",
    async () => {
      const bad = planFile(
        "json.json",
        deleted("aws_efs_file_system.files_sites", { id: "fs-1" }),
        updated("aws_lb.edge_lb", { idle_timeout: 60 }, { idle_timeout: 120 }),
      );
      const args = ["development", "--plan", bad, "--out", "json", "--json", "--fail-on", "danger"];
      const { code, stdout, stderr } = await review(args);
      expect([code, stderr]).toEqual([2, ""]);
      const found = JSON.parse(stdout);
      expect(found).toMatchObject({
        environment: "development",
        origin: "From the plan of a real run, json.json.",
        counts: { add: 0, change: 1, destroy: 1, unchanged: 1 },
      });
      expect(found.findings[0]).toMatchObject({
        severity: "danger",
        capability: "Files",
        resource: "aws_efs_file_system.files_sites",
        title: "Files: sites file system is DELETED",
        attributes: [],
        why: expect.stringMatching(/\.$/),
        others: [],
      });
      expect(readdirSync(path.join(out, "json")).sort()).toEqual(["review.html", "review.md"]);
    },
    PATIENCE,
  );

  test(
    "ends well where nothing is as bad",
    async () => {
      const notice = planFile("notice.json", deleted("aws_acm_certificate.certificate_issued"));
      const [danger, any] = await Promise.all([
        review(["development", "--plan", notice, "--fail-on", "danger"]),
        review(["development", "--plan", notice, "--out", "any", "--fail-on", "notice"]),
      ]);
      expect([danger.code, any.code]).toEqual([0, 2]);
      expect(danger.stdout).toContain("1 notice;");
    },
    PATIENCE,
  );

  test(
    "plans the environment as a new installation where no plan is given",
    async () => {
      const { code, stdout, stderr } = await review(["development", "--out", "new", "--timings"]);
      expect(stderr).toBe("");
      expect(code).toBe(0);
      expect(stdout).toMatch(/^\d+ to add, 0 to change, 0 to destroy$/m);
      expect(stdout).toContain("Planned without an account, as a new installation.");
      expect(stdout).toMatch(/Time: +synthesis/);
      // A warning of the preview, and a weak setting of this environment.
      expect(stdout).toContain("plain HTTP");
      expect(stdout).toContain("Aurora cluster has no deletion protection");
      expect(stdout).not.toContain("!!");
      const page = readFileSync(path.join(out, "new", "review.html"), "utf8");
      expect(page).toContain("aws_rds_cluster.database_cluster");
      expect(Number(/([\d.]+) USD a month/.exec(page)![1])).toBeGreaterThan(50);
      expect(readFileSync(path.join(out, "new", "review.md"), "utf8").length).toBeLessThan(65_536);
    },
    PATIENCE,
  );

  test("refuses the plan of another environment, which its tags tell", async () => {
    const tags = { tags_all: { Environment: "production" } };
    const other = planFile(
      "other-environment.json",
      updated("aws_lb.edge_lb", tags, { ...tags, idle_timeout: 1 }),
    );
    const { code, stderr } = await review(["development", "--plan", other, "--out", "other"]);
    expect([code, stderr]).toEqual([
      1,
      "--plan is other-environment.json, a plan of production by its tags, but the report is for development. Name the environment that it is a plan of.\n",
    ]);
    expect((await review(["production", "--plan", other, "--out", "same"])).code).toBe(0);
  });

  test("puts first that a plan failed, or is of a part of the stack", async () => {
    const changes = [EXISTING, deleted("aws_efs_file_system.files_sites", { id: "fs-1" })];
    const write = (name: string, more: object) =>
      writeFileSync(
        path.join(out, name),
        JSON.stringify({ ...plan({ resource_changes: changes }), ...more }),
      );
    write("errored.json", { errored: true, complete: false });
    write("target.json", { errored: false, complete: false });
    const [errored, target] = await Promise.all([
      review(["development", "--plan", "errored.json", "--out", "errored", "--fail-on", "danger"]),
      review(["development", "--plan", "target.json", "--out", "target"]),
    ]);
    expect(errored.code).toBe(2);
    expect(errored.stdout).toMatch(/\n2 dangers;/);
    expect(errored.stdout).toMatch(/What can hurt\n +!! Plan: it FAILED, and this is a part of it\n/);
    const report = readFileSync(path.join(out, "errored", "review.md"), "utf8");
    expect(report).toMatch(/### Warnings of the plan\n\n- Terraform stopped at an error/);
    expect(readFileSync(path.join(out, "errored", "review.html"), "utf8")).toContain("it FAILED");
    expect(target.stdout).toMatch(/! +Plan: it is of a part of the stack/);
  });

  test("leaves no earlier report behind where it fails", async () => {
    mkdirSync(path.join(out, "old"));
    writeFileSync(path.join(out, "old", "review.md"), "of an earlier run");
    const { code, stderr } = await review(["development", "--plan", "missing.json", "--out", "old"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^--plan is missing\.json, which cannot be read \(ENOENT\)\./);
    expect(readdirSync(path.join(out, "old"))).toEqual([]);
  });

  test.each([
    [["development", "--plan", "text.json"], /^--plan is text\.json, which is not JSON: /],
    [["development", "--plan", "odd.json"], /^--plan is odd\.json, which is JSON, but not of a plan/],
    [["development", "--plan", "other.json"], /^--plan is other\.json, which is JSON, but not of a plan/],
  ])(
    "says what is wrong with %j",
    async (args, message) => {
      writeFileSync(path.join(out, "text.json"), "Plan: 1 to add");
      writeFileSync(path.join(out, "other.json"), "{}");
      writeFileSync(
        path.join(out, "odd.json"),
        '{"format_version": "1.2", "resource_changes": [null, {"type": 1}]}',
      );
      const { code, stderr } = await review([...args, "--out", "wrong"]);
      expect(code).toBe(1);
      expect(stderr).toMatch(message);
      expect(stderr).not.toMatch(/^\s+at .*:\d+:\d+/m);
    },
    30_000,
  );

  test("needs a folder that it can write to", async () => {
    const file = planFile("fine.json", added("aws_subnet.network_subnet"));
    writeFileSync(path.join(out, "file"), "");
    const { code, stderr } = await review([
      "development",
      "--plan",
      file,
      "--out",
      path.join("file", "within"),
    ]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^The results go to .*within, which must be a folder .*--out <folder>\.\n$/);
  });
});

describe("the arguments", () => {
  test("are read", () => {
    const args = [
      "production",
      "--against",
      "main",
      "--var",
      "a=b=c",
      "--base-var=d=e",
      "--fail-on",
      "warning",
    ];
    expect(readArguments(args)).toEqual({
      environment: "production",
      against: "main",
      plan: undefined,
      variables: ["a=b=c"],
      baseVariables: ["d=e"],
      out: undefined,
      failOn: "warning",
      json: false,
      timings: false,
    });
  });

  test.each([
    [["a", "b"], /^One environment at a time, but a, b were given\.\n\nUsage: /],
    [["a", "--against", "x", "--plan", "y"], /^--against and --plan are both given/],
    [
      ["a", "--var", "region"],
      /^--var is "region", but must be name=value, such as --var region=eu-west-1\./,
    ],
    [["a", "--plan", "x", "--var", "a=b"], /^--var is a=b, but a plan that was made has its values\./],
    [["a", "--base-var", "a=b"], /^--base-var is a=b, but is for --against, which is not given\./],
    [
      ["a", "--fail-on", "bad"],
      /^--fail-on is "bad", but must be "danger", "warning", "unknown" or "notice"\./,
    ],
    [["a", "--json", "--timings"], /^--json and --timings are both given/],
    [["a", "--against", ""], /^--against is empty\./],
    [["a", "--colour"], /--colour[\s\S]*\n\nUsage: /],
  ])("%j are refused", (args, message) => {
    expect(() => readArguments(args)).toThrow(message);
  });
});
