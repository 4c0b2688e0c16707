import { readFileSync } from "node:fs";
import path from "node:path";
import { PROJECT } from "../support/documents";
import { ringsAt } from "./alarm-evaluation";
import { definitions } from "./all-alarms";

const MONITORING = path.join(PROJECT, "docs/monitoring.md");

describe("nights on which database and files are backed up, earlier or later, as CloudWatch looks at them every hour", () => {
  const HOUR = 3600;
  const NIGHTS = 12;
  const ended = (night: number) => night * 24 * HOUR + (5 + ((night * 7) % 5) / 2) * HOUR;
  const jobs = Array.from({ length: NIGHTS }, (_, night) => [ended(night), ended(night) + 600]).flat();
  const last = jobs.at(-1)!;
  const alarm = (name: string) => definitions.find((definition) => definition.name === name)!;
  const hours = (from: number, to: number) =>
    Array.from({ length: Math.floor((to - from) / HOUR) }, (_, i) => from + i * HOUR);

  test.each(["backups-missing", "backups-none", "copies-missing"])("%s is silent", (name) => {
    const rings = hours(ended(4), last).filter((at) => ringsAt(at, alarm(name), jobs));
    expect(rings).toEqual([]);
  });

  test.each([
    ["backups-none", 36, 37],
    ["copies-missing", 36, 37],
    ["backups-missing", 24, 49],
  ])("%s rings when no further one comes: after %i to %i hours", (name, least, most) => {
    const first = hours(last, last + 72 * HOUR).find((at) => ringsAt(at, alarm(name), jobs))!;
    expect((first - last) / HOUR).toBeGreaterThanOrEqual(least);
    expect((first - last) / HOUR).toBeLessThanOrEqual(most);
  });

  test.each(["backups-missing", "backups-none", "copies-missing"])(
    "%s rings in a new installation, and says so",
    (name) => {
      expect(ringsAt(0, alarm(name), [])).toBe(true);
      expect(alarm(name).says).toContain("In a new installation");
      expect(/\*\*In a new installation\*\*[^*]*/.exec(readFileSync(MONITORING, "utf8"))![0]).toContain(
        `\`${name}\``,
      );
    },
  );
});
