import { UserError } from "../../../src/user-error";
import type { CommandLine, Given } from "../../terminal/command-line";

const USAGE = `Usage: npm run analytics-job -- <environment> [options]

Runs the reports of analytics/reports with Spark on an export of the database, and follows them to their end. They
count patients and encounters, and show no group that is small. Results are CSV files in the bucket of the exports.

  --export <identifier>    the export (default: the newest with what they read)
  --as-of <YYYY-MM-DD>     the day that ages are of, and after which nothing counts (default: today, in UTC)
  --smallest-group <n>     patients that a row must be about, at least 2 (default: 11)
  --database <name>        OpenEMR's database (default: openemr)
  --help, -h               shows this text
`;

export interface ReportOptions {
  readonly asOf?: string;
  readonly smallestGroup: number;
  readonly database: string;
}

export interface Options extends ReportOptions {
  readonly environment?: string;
  readonly export?: string;
}

const options = {
  export: { type: "string" },
  "as-of": { type: "string" },
  "smallest-group": { type: "string", default: "11" },
  database: { type: "string", default: "openemr" },
} as const;

export const COMMAND_LINE: CommandLine<typeof options, Options> = {
  usage: USAGE,
  options,
  positionals: { one: "environment" },
  read: readOptions,
};

/** @throws a UserError that names the value that was given */
function readOptions({ values, positionals: [environment] }: Given<typeof options>): Options {
  const { "as-of": asOf, "smallest-group": group, database, export: exported } = values;
  if (asOf !== undefined && !isDay(asOf)) {
    throw new UserError(`--as-of is "${asOf}", but must be a day, such as 2026-03-01.`);
  }
  if (!/^[1-9]\d{0,5}$/.test(group) || Number(group) < 2) {
    throw new UserError(
      `--smallest-group is "${group}", but must be a whole number from 2 on: a group of one is a patient.`,
    );
  }
  if (!/^[A-Za-z0-9_$]+$/.test(database)) {
    throw new UserError(`--database is "${database}", but must be letters, digits, _ and $.`);
  }
  return {
    environment,
    export: exported,
    asOf,
    smallestGroup: Number(group),
    database,
  };
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
