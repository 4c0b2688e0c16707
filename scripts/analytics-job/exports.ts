import { type ExportTask, paginateDescribeExportTasks, type RDSClient } from "@aws-sdk/client-rds";
import { UserError } from "../lib/user-error";
import type { AnalyticsEnvironment } from "./environment";

/**
 * The identifier of the export that the reports run on: the one that was asked for, or the newest.
 *
 * @throws a UserError where there is none that is complete
 */
export async function chooseExport(
  rds: RDSClient,
  environment: AnalyticsEnvironment,
  wanted?: string,
): Promise<string> {
  const exports = await exportsOf(rds, environment);
  const complete = exports.filter(({ Status }) => Status === "COMPLETE");
  if (wanted) {
    if (complete.some(({ ExportTaskIdentifier }) => ExportTaskIdentifier === wanted)) return wanted;
    const found = exports.find(({ ExportTaskIdentifier }) => ExportTaskIdentifier === wanted);
    throw new UserError(
      found
        ? `The export "${wanted}" is not complete but ${describe(found)}.`
        : `There is no export "${wanted}" in ${environment.database_bucket}. There is ${list(complete)}.`,
    );
  }
  const newest = complete.sort((one, other) => endOf(other) - endOf(one))[0];
  if (newest) return newest.ExportTaskIdentifier!;
  const running = exports.find(({ Status }) => Status === "STARTING" || Status === "IN_PROGRESS");
  throw new UserError(
    running
      ? `No export is complete yet; ${running.ExportTaskIdentifier} is ${describe(running)}. Try again later.`
      : `There is no complete export. Start one: aws lambda invoke --region ${environment.region} --function-name ${environment.database_export_function} /dev/stdout`,
  );
}

async function exportsOf(rds: RDSClient, environment: AnalyticsEnvironment): Promise<ExportTask[]> {
  const found: ExportTask[] = [];
  const query = { SourceArn: environment.database_cluster_arn };
  for await (const { ExportTasks = [] } of paginateDescribeExportTasks({ client: rds }, query)) {
    found.push(...ExportTasks);
  }
  return found.filter(({ S3Bucket }) => S3Bucket === environment.database_bucket);
}

function endOf({ TaskEndTime }: ExportTask): number {
  return TaskEndTime?.getTime() ?? 0;
}

function describe({ Status, PercentProgress, FailureCause }: ExportTask): string {
  return FailureCause ? `${Status}: ${FailureCause}` : `${Status}, ${PercentProgress ?? 0} %`;
}

function list(exports: readonly ExportTask[]): string {
  return (
    exports.map(({ ExportTaskIdentifier }) => ExportTaskIdentifier).join(", ") || "none that is complete"
  );
}
