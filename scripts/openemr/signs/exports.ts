import { GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { type ExportTask, paginateDescribeExportTasks } from "@aws-sdk/client-rds";
import { longestDays } from "./export-schedule";
import { DAY, type ReadSign, type Sign, type SignClients, type Signed } from "./sign";

/** As far back as the page looks for a copy of the files that nobody has scheduled. */
const WEEKS = 2;
/** Days that an export may be late: its start is tried again for a day, and what it begins with can wait. */
const LATE = 1;
/** RDS does not say how long it remembers exports: this long, it does. */
const REMEMBERED_DAYS = 35;

/** The newest export of the database for analytics, and when a copy of the files was last begun, against their schedules. */
export const readExports: ReadSign = async (clients, signed, at) => {
  const schedules = signed.exports;
  if (!schedules) return undefined;
  const [database, files] = await Promise.all([
    newestOfDatabase(clients, signed).then((newest) => judgeDatabase(newest, schedules.database, at)),
    lastOfFiles(clients, signed, at, schedules.files).then((last) => judgeFiles(last, schedules.files, at)),
  ]);
  const states = [database.state, files.state];
  const state = (["not well", "unknown"] as const).find((each) => states.includes(each)) ?? "well";
  return {
    name: "Exports",
    state,
    text: `${database.text}; ${files.text}`,
    ...(state !== "well" && {
      next: `npm run logs -- ${signed.environment} functions --since 2d; docs/analytics.md says how one is started`,
    }),
  };
};

type Part = Pick<Sign, "state" | "text">;
type Schedule = string | null | undefined;

function judgeDatabase(newest: ExportTask | undefined, schedule: Schedule, at: Date): Part {
  if (!newest) {
    const isDue = schedule && longestDays(schedule) + LATE <= REMEMBERED_DAYS;
    const why = schedule ? `, though its schedule is ${schedule}` : "";
    return { state: isDue ? "not well" : "unknown", text: `RDS knows no export of the database${why}` };
  }
  const { Status = "unknown", FailureCause, WarningMessage, SnapshotTime, TaskStartTime } = newest;
  const begun = TaskStartTime ?? SnapshotTime;
  const late = lateness(begun, schedule, at);
  const text = [
    `the database's of ${dayOf(begun)} is ${Status.toLowerCase().replaceAll("_", " ")}`,
    ...(FailureCause ? [`: ${FailureCause}`] : []),
    // RDS calls an export complete that has left tables out.
    ...(WarningMessage ? [`, but RDS warns: ${WarningMessage}`] : []),
    ...late,
  ].join("");
  const isBad = /^(FAILED|CANCELED)$/.test(Status) || WarningMessage !== undefined || late.length > 0;
  return { state: isBad ? "not well" : "well", text };
}

function judgeFiles(last: Date | undefined, schedule: Schedule, at: Date): Part {
  if (!last && !schedule) return { state: "well", text: `no copy of the files within ${WEEKS} weeks` };
  const late = lateness(last, schedule, at);
  const text = last ? `a copy of the files was begun on ${dayOf(last)}` : "no copy of the files was begun";
  return { state: late.length > 0 ? "not well" : "well", text: [text, ...late].join("") };
}

/** The end of a sentence where an export should have begun since, and nothing where none should. */
function lateness(begun: Date | undefined, schedule: Schedule, at: Date): string[] {
  if (!schedule) return [];
  const most = (longestDays(schedule) + LATE) * DAY;
  return begun && at.getTime() - begun.getTime() <= most ? [] : [`, though its schedule is ${schedule}`];
}

async function newestOfDatabase(
  { rds: client }: SignClients,
  { databaseArn: SourceArn }: Signed,
): Promise<ExportTask | undefined> {
  const tasks: ExportTask[] = [];
  for await (const page of paginateDescribeExportTasks({ client }, { SourceArn }))
    tasks.push(...(page.ExportTasks ?? []));
  const moment = ({ TaskStartTime, SnapshotTime }: ExportTask) =>
    (TaskStartTime ?? SnapshotTime)?.getTime() ?? 0;
  return tasks.sort((one, other) => moment(other) - moment(one))[0];
}

/** By the function that starts the copies: how one ends, the alarm `file-export-failed` tells. */
async function lastOfFiles(
  { cloudwatch }: SignClients,
  { prefix }: Signed,
  at: Date,
  schedule: Schedule,
): Promise<Date | undefined> {
  // CloudWatch keeps values by the hour for 455 days.
  const days = Math.min(455, Math.max(WEEKS * 7, schedule ? longestDays(schedule) + LATE : 0));
  const Dimensions = [{ Name: "FunctionName", Value: `${prefix}-export-files` }];
  const { MetricDataResults: [result] = [] } = await cloudwatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(at.getTime() - days * DAY),
      EndTime: at,
      ScanBy: "TimestampDescending",
      MetricDataQueries: [
        {
          Id: "copies",
          MetricStat: {
            Metric: { Namespace: "AWS/Lambda", MetricName: "Invocations", Dimensions },
            Period: 3600,
            Stat: "Sum",
          },
        },
      ],
    }),
  );
  const index = result?.Values?.findIndex((value) => value > 0) ?? -1;
  return result?.Timestamps?.[index];
}

function dayOf(date: Date | undefined): string {
  return date ? date.toISOString().slice(0, 10) : "an unknown day";
}
