import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runProcess } from "../../../../scripts/system/run-process";
import { compiledProject, compiledScript } from "../../../support/compiled-project";
import { PlannedEnvironment } from "../../../support/planned-environment";
import { temporaryFolder } from "../../../support/stand-in";
import { ORIGINAL } from "../../cost/original";
import { planOf } from "../../cost/plan-of";

const PROJECT = compiledProject();
const folder = temporaryFolder();

/** The command as a newcomer runs it, from a folder of their own. */
function cost(...args: string[]) {
  const { PATH, HOME } = process.env;
  const command = [compiledScript(PROJECT, "cost"), ...args];
  return runProcess(process.execPath, command, { cwd: PROJECT, env: { PATH, HOME, INIT_CWD: folder } });
}

interface EstimateJson {
  readonly total: string;
  readonly items: ReadonlyArray<{ readonly what: string; readonly monthly: string }>;
}

/** Plans take seconds, on a busy machine many. */
const PATIENCE = 120_000;

beforeAll(() => {
  writeFileSync(path.join(folder, "plan.json"), JSON.stringify(planOf(ORIGINAL)));
  writeFileSync(path.join(folder, "usage.json"), '{"acu_hours": 100, "emails": 1}');
});

describe("npm run cost", () => {
  test(
    "estimates an environment from a plan that it makes itself, with all that the stack has",
    async () => {
      const { code, stdout, stderr } = await cost(
        "production",
        "--json",
        "--var",
        "region=eu-west-1",
        "--var",
        "certificate_arn=arn:aws:acm:eu-west-1:123456789012:certificate/00000000-0000-0000-0000-000000000000",
      );
      expect([code, stderr]).toEqual([0, ""]);
      const [{ name, region, items, warnings }] = JSON.parse(stdout).estimates;
      expect([name, region]).toEqual(["production", "eu-west-1"]);
      const reckoned = Object.fromEntries(
        items.map(({ what, reckoning }: Record<string, string>) => [what, reckoning]),
      );
      // By environments/production.tfvars.
      expect(reckoned).toMatchObject({
        "NAT gateways": "3 × 730 hours",
        "Fargate vCPU": "2 × 2 vCPU × 730 hours",
        "Fargate memory": "2 × 4 GB × 730 hours",
        "Aurora capacity": "2 × 1 ACU × 730 hours",
        "ElastiCache storage": "1 × 0.1 GB × 730 hours",
        Firewall: "1",
        "Managed rule groups": "4",
      });
      // Nothing of the stack is left out, whatever capabilities it gets.
      expect(warnings.filter((warning: string) => !warning.startsWith("Not all prices of"))).toEqual([]);
      const work = path.join(PROJECT, "cdktf.out", "cost");
      expect(existsSync(work) && readdirSync(work)).toEqual([]);
    },
    PATIENCE,
  );

  test(
    "comes out at what README says of a database that pauses",
    async () => {
      const readme = readFileSync(path.join(__dirname, "../../../../README.md"), "utf8").replaceAll(
        "\n",
        " ",
      );
      const said = (pattern: RegExp) => Number(pattern.exec(readme)?.[1]);
      const { file } = await PlannedEnvironment.shared("development");
      const { stdout } = await cost("--plan", file, "--json", "--database-awake-hours", "176");
      const [development]: EstimateJson[] = JSON.parse(stdout).estimates;
      const awake = development!.items
        .filter(({ what }) => /awake/.test(what))
        .reduce((total, { monthly }) => total + Number(monthly), 0);
      expect(said(/and 8 hours on 22 days cost (\d+) more/)).toBe(Math.round(awake));
    },
    PATIENCE,
  );

  test(
    "estimates a plan that was made, with what is used; an option is over the file",
    async () => {
      const { code, stdout } = await cost(
        "--plan",
        "plan.json",
        "--usage",
        "usage.json",
        "--acu-hours",
        "200",
      );
      expect(code).toBe(0);
      expect(stdout).toMatch(/^plan\.json \(us-east-1\)\n/);
      expect(stdout).toMatch(/Aurora capacity above the minimum +200 ACU-hours +0\.12 +24\.00\n/);
      expect(stdout).toContain("Nothing in the stack is billed by emails");
      expect(stdout).not.toContain(String.fromCharCode(27));
    },
    PATIENCE,
  );

  test(
    "puts two beside each other as Markdown",
    async () => {
      const { code, stdout } = await cost(
        "--plan",
        "plan.json",
        "--plan",
        "plan.json",
        "--format",
        "markdown",
      );
      expect(code).toBe(0);
      expect(stdout).toContain("|  | plan.json | plan.json | Difference |\n");
      expect(stdout).toMatch(/\| \*\*Together\*\* \| \*\*[\d.]+\*\* \| \*\*[\d.]+\*\* \| \*\*0\.00\*\* \|/);
    },
    PATIENCE,
  );

  test(
    "says what is wrong, and nothing else",
    async () => {
      const runs = await Promise.all([
        cost("development", "--acu-hour", "1"),
        cost("--plan", "none.json"),
        cost(),
      ]);
      const messages = [
        /^Unknown option '--acu-hour'/,
        /^--plan is none\.json, which cannot be read \(ENOENT\)\.\n$/,
        /^Usage: npm run cost.*\nWhich environment\? The environments are development, production, trial\./s,
      ];
      for (const [i, { code, stdout, stderr }] of runs.entries()) {
        expect([code, stdout]).toEqual([1, ""]);
        expect(stderr).toMatch(messages[i]!);
        expect(stderr).not.toMatch(/^\s+at .*:\d+:\d+/m);
      }
    },
    PATIENCE,
  );
});
