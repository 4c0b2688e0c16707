import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { copyOfProject } from "../../../support/synthesized-project";

const NAME = "new-in-a-test";

/** The file must not stand among those of the project, where other tests would find it. */
const project = copyOfProject();
const FILE = path.join(project, "environments", `${NAME}.tfvars`);
afterAll(() => rmSync(project, { recursive: true }));

function makeNew(...args: string[]) {
  const script = path.join(project, "scripts/commands/new/command.ts");
  return spawnSync(process.execPath, ["--require", "tsx/cjs", script, ...args], {
    cwd: project,
    encoding: "utf8",
    env: { ...process.env, OPENEMR_STATE_KIND: "" },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

const OPTIONS = [
  "--region=eu-west-1",
  "--allow=203.0.113.0/24",
  "--kind=protected",
  "--domain=example.org",
  "--alarms=operations@example.org,night@example.org",
  "--budget=100000",
];

test("writes a large installation with mail, which was planned before", () => {
  const { status, stdout, stderr } = makeNew(NAME, ...OPTIONS, "--size=large", "--mail=yes");
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/It costs about [\d,]{4,} USD a month before anybody uses it/);
  expect(stdout).toContain(
    `Written: ${path.join("environments", `${NAME}.tfvars`)}. Next:\n  npm run preview -- ${NAME}\n` +
      `  npm run bootstrap -- --region eu-west-1\n  npm run check -- ${NAME}\n`,
  );
  const written = readFileSync(FILE, "utf8");
  expect(written).toMatch(/^aurora_maximum_capacity +=/m);
  expect(written).toContain('alarm_email_addresses = ["operations@example.org", "night@example.org"]\n');
  expect(written).toContain("monthly_budget_usd = 100000\n");

  const again = makeNew(NAME, ...OPTIONS, "--size=small", "--mail=no");
  expect(again.status).toBe(1);
  expect(again.stderr).toContain(`There is an environment "${NAME}" already`);
  expect(readFileSync(FILE, "utf8")).toContain("large");
}, 120_000);

test("refuses a name that no environment can have", () => {
  const { status, stderr } = makeNew("No_Name", ...OPTIONS);
  expect(status).toBe(1);
  expect(stderr).toContain('an environment named "No_Name", but a name is 1 to 20 lower-case letters');
  expect(stderr).toMatch(/begins with a letter\. Give another name\.\n$/);
});
