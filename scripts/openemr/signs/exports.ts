import { GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { type ExportTask, paginateDescribeExportTasks } from "@aws-sdk/client-rds";
import { DAY, type ReadSign, type SignClients, type Signed } from "./sign";

/** As far back as the page looks for a copy of the files. */
const WEEKS = 2;

/** The newest export of the database for analytics, and when a copy of the files was last begun. */
export const readExports: ReadSign = async (clients, signed, at) => {
  if (!signed.exports) return undefined;
  const name = "Exports";
  const [database, files] = await Promise.all([
    newestOfDatabase(clients, signed),
    lastOfFiles(clients, signed, at),
  ]);
  const ofFiles = files
    ? `a copy of the files was begun on ${dayOf(files)}`
    : `no copy of the files within ${WEEKS} weeks`;
  if (!database)
    return {
      name,
      state: "unknown",
      text: `RDS knows no export of the database; ${ofFiles}`,
      next: "docs/analytics.md",
    };
  const { Status = "unknown", FailureCause, WarningMessage, SnapshotTime, TaskStartTime } = database;
  const ofDatabase = [
    `the database's of ${dayOf(TaskStartTime ?? SnapshotTime)} is ${Status.toLowerCase().replaceAll("_", " ")}`,
    ...(FailureCause ? [`: ${FailureCause}`] : []),
    // RDS calls an export complete that has left tables out.
    ...(WarningMessage ? [`, but RDS warns: ${WarningMessage}`] : []),
  ].join("");
  const text = `${ofDatabase}; ${ofFiles}`;
  return /^(FAILED|CANCELED)$/.test(Status) || WarningMessage
    ? { name, state: "not well", text, next: "docs/analytics.md" }
    : { name, state: "well", text };
};

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
): Promise<Date | undefined> {
  const Dimensions = [{ Name: "FunctionName", Value: `${prefix}-export-files` }];
  const { MetricDataResults: [result] = [] } = await cloudwatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(at.getTime() - WEEKS * 7 * DAY),
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
