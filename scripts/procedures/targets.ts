import { type Copies, newestCopy } from "../openemr/signs/copies";
import type { Restorable } from "./backup/moments";
import type { Step } from "./step";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

interface Target {
  readonly of: string;
  /** At most, in milliseconds. */
  readonly limit: number;
  /** The limit in words. */
  readonly says: string;
  /** Where this figure is from. */
  readonly source: string;
}

/** The data that can be lost. `docs/elsewhere.md` has the same table, which a test compares. */
export const TARGETS = {
  database: {
    of: "database, within the region",
    limit: 5 * MINUTE,
    says: "5 minutes",
    source:
      'AWS: `LatestRestorableTime` is within the last five minutes ("Restoring a DB cluster to a specified time")',
  },
  files: {
    of: "files, within the region",
    limit: 24 * HOUR,
    says: "24 hours",
    source: "one backup a day at `backup_time`",
  },
  elsewhere: {
    of: "both, elsewhere",
    limit: 24 * HOUR,
    says: "24 hours and the time of backup and copy",
    source: "one copy a day; AWS gives no time for a copy",
  },
} as const satisfies Record<string, Target>;

/** Lines that tell what would be lost if everything broke now, as measured, beside what is to be lost at most. */
export function lossNow({ moments, anySecond }: Restorable, copies: Copies | undefined, now: Date): string[] {
  const lines = [
    measured(TARGETS.database, anySecond?.to, now, "RDS's latest time that can be restored"),
    measured(TARGETS.files, moments[0]?.at, now, "the newest backup"),
  ];
  const elsewhere = copies && measured(TARGETS.elsewhere, newestCopy(copies), now, "the newest copy of both");
  return ["Data that would be lost if it broke now:", ...lines, ...(elsewhere ? [elsewhere] : [])];
}

function measured({ of, limit, says }: Target, last: Date | undefined, now: Date, by: string): string {
  const name = `  ${of.padEnd(28)}`;
  if (!last) return `${name} all of it: there is nothing to restore. To be at most ${says}`;
  const lost = now.getTime() - last.getTime();
  const missed = lost > limit ? ", MORE THAN IT MAY BE" : "";
  return `${name} ${spanOf(lost).padEnd(8)} to be at most ${says}${missed}; measured by ${by}`;
}

/** e.g. `4 min` or `7 h`, rounded up. */
export function spanOf(milliseconds: number): string {
  if (milliseconds <= 2 * HOUR) return `${Math.max(0, Math.ceil(milliseconds / MINUTE))} min`;
  return `${Math.ceil(milliseconds / HOUR)} h`;
}

/** Minutes that steps take as a rule: the first figure of each. */
export function minutesOf(steps: readonly Step[]): number {
  const seconds = steps.map(({ takes }) => {
    const [, figure = "0", unit] = /^(\d+) (s|min|h)/.exec(takes) ?? [];
    return Number(figure) * { s: 1, min: 60, h: 3600 }[unit ?? "s"]!;
  });
  return Math.ceil(seconds.reduce((sum, each) => sum + each, 0) / 60);
}
