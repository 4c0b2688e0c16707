import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runProcess } from "../../../../scripts/system/run-process";
import { compiledProject, compiledScript } from "../../../support/compiled-project";
import { standIn, temporaryFolder } from "../../../support/stand-in";

const PROJECT = compiledProject();
const out = temporaryFolder();

/** The command as a newcomer runs it: without credentials, and with nothing but Node.js and Terraform. */
function preview(args: string[], env: NodeJS.ProcessEnv = {}) {
  const { PATH, HOME } = process.env;
  const command = [compiledScript(PROJECT, "preview"), ...args];
  return runProcess(process.execPath, command, { cwd: PROJECT, env: { PATH, HOME, ...env } });
}

/** Whole previews take seconds, on a busy machine many. */
const PATIENCE = 120_000;

describe("npm run preview", () => {
  test(
    "shows a review and keeps the full plan, whatever a person set for Terraform and for state",
    async () => {
      const folder = path.join(out, "review");
      const args = [
        "development",
        "--out",
        "review",
        "--var",
        "region=eu-west-1",
        "--var",
        "aurora_maximum_capacity=9",
      ];
      const { code, stdout, stderr } = await preview(args, {
        TF_CLI_CONFIG_FILE: path.join(out, "missing.tfrc"),
        TF_WORKSPACE: "elsewhere",
        INIT_CWD: out,
        TF_CLI_ARGS_plan: "-target=nothing.at_all",
        OPENEMR_STATE_KIND: "cloud",
      });
      expect(stderr).toBe("");
      expect(code).toBe(0);
      expect(stdout).toMatch(
        /^development \(eu-west-1, OpenEMR [\d.-]+\)\n\d+ to add, 0 to change, 0 to destroy\n/,
      );
      const sections = [
        "Warnings",
        "Who can reach what",
        "Edge",
        "Network",
        "Application",
        "Database",
        "Outputs",
      ];
      for (const section of sections) expect(stdout).toContain(`\n${section}`);
      expect(stdout).toContain("0 to 9 ACU");
      expect(stdout).not.toContain(String.fromCharCode(27));

      expect(readdirSync(folder).sort()).toEqual(["plan.json", "plan.txt", "review.txt"]);
      const review = readFileSync(path.join(folder, "review.txt"), "utf8");
      expect(stdout).toContain(review);
      expect(stdout).toContain(`This review:   ${path.join("review", "review.txt")}\n`);
      expect(Math.max(...review.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
      expect(readFileSync(path.join(folder, "plan.txt"), "utf8")).toMatch(/Plan: \d+ to add/);
      const plan = JSON.parse(readFileSync(path.join(folder, "plan.json"), "utf8"));
      expect(plan.resource_changes.length).toBeGreaterThan(50);
    },
    PATIENCE,
  );

  test(
    "ends with Terraform's own error where the plan fails, and leaves no earlier plan behind",
    async () => {
      const folder = path.join(out, "bad");
      mkdirSync(folder);
      writeFileSync(path.join(folder, "plan.txt"), "of an earlier run");
      const args = ["development", "--out", folder, "--var", "vpc_cidr=300.0.0.0/8"];
      const { code, stdout, stderr } = await preview(args);
      expect(code).toBe(1);
      expect(stdout).toBe("");
      expect(stderr).toMatch(/^terraform plan failed\.\n\nError: Invalid value for variable\n/);
      expect(stderr.match(/vpc_cidr is "300\.0\.0\.0\/8", but must be /g)).toHaveLength(1);
      expect(stderr).not.toMatch(/^\s+at .*:\d+:\d+/m);
      expect(readdirSync(folder)).toEqual([]);
    },
    PATIENCE,
  );

  test("prints the plan that it keeps in a folder below that in which npm was started, and nothing else, for programs", async () => {
    const folder = path.join(out, "here", "below");
    const args = ["trial", "--json", "--out", path.join("here", "below")];
    const { stdout, stderr } = await preview(args, { INIT_CWD: out });
    expect(stderr).toBe("");
    expect(stdout).toBe(readFileSync(path.join(folder, "plan.json"), "utf8"));
  }, 120_000);

  test("says which folder cannot be written to", async () => {
    const file = path.join(out, "file");
    writeFileSync(file, "");
    const { code, stderr } = await preview(["development", "--out", path.join(file, "within")]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^The results go to .*within, which must be a folder .* ENOTDIR.*--out <folder>\.\n$/,
    );
  });

  test("says which Terraform is needed where there is none", async () => {
    const { code, stderr } = await preview(["development"], {
      PATH: path.join(out, "nothing"),
      TERRAFORM_RELEASES: "none",
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^Terraform 1\.11\.0 or later is needed, but no "terraform" is on the PATH, and TERRAFORM_RELEASES is "none", so none is fetched\.\nInstall it/,
    );
  });

  test("tries once to fetch Terraform where it cannot be reached", async () => {
    const { code, stderr } = await preview(["development"], {
      PATH: path.join(out, "nothing"),
      TERRAFORM_RELEASES: "http://127.0.0.1:1",
    });
    expect(code).toBe(1);
    expect(stderr.match(/Fetching Terraform/g)).toHaveLength(1);
    expect(stderr).toMatch(
      /cannot be fetched: .* name the proxy that leads to the internet by HTTPS_PROXY\.\nInstall/,
    );
  });

  test("says which Terraform is needed where there is an old one", async () => {
    const old = standIn(out, "old-terraform", 'echo \'{"terraform_version": "1.5.7"}\'');
    const { code, stderr } = await preview(["development"], { TERRAFORM_BINARY_NAME: old });
    expect(code).toBe(1);
    expect(stderr).toContain(`but "${old}" is version 1.5.7.`);
  });
});
