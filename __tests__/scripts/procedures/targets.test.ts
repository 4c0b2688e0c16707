import { readFileSync } from "node:fs";
import path from "node:path";
import { listBackups } from "../../../scripts/commands/backup/list";
import { carryOut } from "../../../scripts/procedures/carry-out";
import type { Installation } from "../../../scripts/procedures/installation";
import { restore } from "../../../scripts/procedures/restore/restore";
import { lossNow, minutesOf, spanOf, TARGETS } from "../../../scripts/procedures/targets";
import { terminalAudience } from "../../../scripts/procedures/terminal-audience";
import { StackOutputs } from "../../../scripts/terraform/stack-outputs";
import { carriedOut, NAMES } from "./support/carried-out";
import { MOMENT, restoreAccount } from "./support/restore-account";

let installation: Installation;
jest.mock("../../../scripts/procedures/installation", () => ({
  ...jest.requireActual("../../../scripts/procedures/installation"),
  reachInstallation: () => installation,
}));
jest.mock("../../../scripts/terraform/stack-outputs", () => ({
  ...jest.requireActual("../../../scripts/terraform/stack-outputs"),
  stackOutputs: async () => new StackOutputs("trial", {}),
}));

const NOW = new Date("2026-11-30T08:00:00Z");
const before = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);

afterEach(() => jest.restoreAllMocks());

test("what would be lost now is measured, and stands beside what it is to be at most", () => {
  const moments = [{ at: before(7 * 60), files: {} }];
  const copies = { vaultArn: "arn:copies", database: before(30 * 60), files: before(29 * 60) };
  const told = lossNow({ moments, anySecond: { from: before(9999), to: before(3) } }, copies, NOW);
  expect(told.slice(1).map((line) => line.trim())).toEqual([
    "database, within the region  3 min    to be at most 5 minutes; measured by RDS's latest time that can be restored",
    "files, within the region     7 h      to be at most 24 hours; measured by the newest backup",
    "both, elsewhere              30 h     to be at most 24 hours and the time of backup and copy, MORE THAN IT MAY BE; measured by the newest copy of both",
  ]);
  expect(lossNow({ moments: [] }, undefined, NOW).slice(1)).toEqual([
    expect.stringContaining("all of it: there is nothing to restore"),
    expect.stringContaining("all of it: there is nothing to restore"),
  ]);
});

test("backup --list prints it", async () => {
  const { world } = restoreAccount();
  installation = world.installation(NAMES);
  const lines: string[] = [];
  jest.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
  await listBackups({ environment: "trial", json: false }, { project: "/project", env: {} } as never);
  expect(lines.join("\n")).toMatch(/files, within the region +\d+ (min|h) +to be at most 24 hours/);
});

test("docs/elsewhere.md has the same targets, each with where it is from", () => {
  const document = readFileSync(path.join(__dirname, "../../../docs/elsewhere.md"), "utf8");
  for (const { of, says, source } of Object.values(TARGETS)) {
    expect(document).toContain(`| ${of} | ${says} | ${source} |`);
  }
});

async function shown(rehearse: boolean): Promise<string> {
  const { world } = restoreAccount();
  const lines: string[] = [];
  const make = () => restore(world.installation(NAMES), { to: MOMENT, keepFiles: false, rehearse });
  await carryOut(make, {
    audience: terminalAudience((line) => lines.push(line)),
    dryRun: true,
    confirm: async () => {},
    lock: undefined as never,
  });
  return lines.join("\n");
}

test("restore --dry-run tells how much is lost, and how long people are interrupted", async () => {
  const text = await shown(false);
  expect(text).toMatch(
    /error page for about \d\d minutes, the sum of what its steps take as a rule\. Data lost: what was entered since 2026-11-29T05:00:00\.000Z, \d+ h ago\./,
  );
});

test("a rehearsal tells how old the data was, and how long each part took", async () => {
  const { world, backups } = restoreAccount();
  const lines: string[] = [];
  const { finished } = terminalAudience((line) => lines.push(line));
  const make = (to: Installation) => restore(to, { to: MOMENT, keepFiles: false, rehearse: true });
  await carriedOut(world, make, { finished });
  expect(backups.restores).toHaveLength(1);
  const text = lines.join("\n");
  expect(text).toMatch(/The data were \d+ h old when this began\./);
  for (const part of ["Restore the database", "Restore the files", "Look into what was restored"]) {
    expect(text).toMatch(new RegExp(`  ${part}.* \\d+ s`));
  }
});

test("minutes are the sum of the first figures", () => {
  const steps = ["1 s", "2 min", "30 min, and an hour for each 100 GB", "1 h"];
  expect(minutesOf(steps.map((takes) => ({ takes }) as never))).toBe(93);
  expect([59_000, 3 * 3_600_000 - 1].map(spanOf)).toEqual(["1 min", "3 h"]);
});
