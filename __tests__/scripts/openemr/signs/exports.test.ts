import { longestDays } from "../../../../scripts/openemr/signs/export-schedule";
import type { ExportSchedules } from "../../../../scripts/openemr/signs/sign";
import { AT, ago, read } from "./installation";

it.each([
  ["rate(12 hours)", 0.5],
  ["rate(1 day)", 1],
  ["cron(0 4 * * ? *)", 1],
  ["cron(0 4 ? * SUN *)", 7],
  ["cron(0 4 ? * MON,THU *)", 7],
  ["cron(0 4 ? * 3#1 *)", 35],
  ["cron(0 4 ? * 6L *)", 35],
  ["cron(0 4 1 * ? *)", 31],
  ["cron(0 4 1 1 ? *)", 366],
  ["cron(0 4 1 * ? 2026)", Number.POSITIVE_INFINITY],
])("between two runs of %s there are %d days at most", (schedule, days) => {
  expect(longestDays(schedule)).toBeCloseTo(days);
});

const WEEKLY = "cron(0 4 ? * SUN *)";

async function exportsOf(
  exports: ExportSchedules,
  { database, files }: { database?: number; files?: number },
) {
  const signs = await read(
    {
      DescribeExportTasks: () => ({
        ExportTasks: database === undefined ? [] : [{ Status: "COMPLETE", TaskStartTime: ago(database) }],
      }),
      GetMetricData: ({ StartTime }: { StartTime: Date }) => {
        const isSeen = files !== undefined && ago(files) >= StartTime;
        const found = isSeen ? { Values: [0, 1], Timestamps: [AT, ago(files)] } : { Values: [] };
        return { MetricDataResults: [{ Id: "copies", ...found }] };
      },
    },
    { exports },
  );
  return signs.find(({ name }) => name === "Exports");
}

it.each<[string, ExportSchedules, { database?: number; files?: number }, string, string]>([
  [
    "begun in their time",
    { database: WEEKLY, files: WEEKLY },
    { database: 7.5, files: 7.5 },
    "well",
    "the database's of 2026-11-22 is complete; a copy of the files was begun on 2026-11-22",
  ],
  [
    "of which the database's is late",
    { database: WEEKLY, files: WEEKLY },
    { database: 9, files: 2 },
    "not well",
    `the database's of 2026-11-21 is complete, though its schedule is ${WEEKLY}; a copy of the files was begun on 2026-11-28`,
  ],
  [
    "of which the files' is late",
    { database: null, files: WEEKLY },
    { database: 90, files: 9 },
    "not well",
    `the database's of 2026-09-01 is complete; a copy of the files was begun on 2026-11-21, though its schedule is ${WEEKLY}`,
  ],
  [
    "of which there is none",
    { database: WEEKLY, files: WEEKLY },
    {},
    "not well",
    `RDS knows no export of the database, though its schedule is ${WEEKLY}; no copy of the files was begun, though its schedule is ${WEEKLY}`,
  ],
  [
    "of once a month, seen for as long",
    { database: "cron(0 4 1 * ? *)", files: "cron(0 4 1 * ? *)" },
    { database: 30, files: 30 },
    "well",
    "the database's of 2026-10-31 is complete; a copy of the files was begun on 2026-10-31",
  ],
  [
    "of once a year, which RDS may have forgotten",
    { database: "cron(0 4 1 1 ? *)", files: null },
    { files: 1 },
    "unknown",
    "RDS knows no export of the database, though its schedule is cron(0 4 1 1 ? *); a copy of the files was begun on 2026-11-29",
  ],
  [
    "on request only, of the files none of late",
    { database: null, files: null },
    { database: 90 },
    "well",
    "the database's of 2026-09-01 is complete; no copy of the files within 2 weeks",
  ],
])("exports %s", async (_, schedules, begun, state, text) => {
  expect(await exportsOf(schedules, begun)).toMatchObject({ state, text });
});
