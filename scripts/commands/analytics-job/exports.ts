import { type ExportTask, paginateDescribeExportTasks, type RDSClient } from "@aws-sdk/client-rds";
import { ListObjectsV2Command, type S3Client } from "@aws-sdk/client-s3";
import { UserError } from "../../../src/user-error";
import type { AnalyticsEnvironment } from "./environment";

/** The tables that the reports read: `TABLES` of analytics/reports.py. */
export const TABLES = ["form_encounter", "openemr_postcalendar_categories", "patient_data"];

export interface Wanted {
  /** OpenEMR's database. */
  readonly database: string;
  /** An export's identifier. @default - the newest that has what the reports read */
  readonly export?: string;
}

/**
 * The identifier of the export that the reports run on.
 *
 * @param say is told of newer exports that are passed over, and why
 * @throws a UserError where there is none that is complete and has what they read
 */
export async function chooseExport(
  { rds, s3 }: { readonly rds: RDSClient; readonly s3: S3Client },
  environment: AnalyticsEnvironment,
  wanted: Wanted,
  say: (line: string) => void,
): Promise<string> {
  const exports = await exportsOf(rds, environment);
  const complete = exports
    .filter(({ Status }) => Status === "COMPLETE")
    .sort((one, other) => endOf(other) - endOf(one));
  const candidates = wanted.export ? [find(wanted.export, exports, complete, environment)] : complete;
  for (const { ExportTaskIdentifier: id = "", ExportOnly = [], WarningMessage } of candidates) {
    const lack = lackOf(ExportOnly, wanted.database) ?? (await absence(s3, environment, id, wanted.database));
    if (!lack) {
      if (WarningMessage) say(`RDS warns of the export ${id}: ${WarningMessage}`);
      return id;
    }
    if (wanted.export) throw new UserError(`The export "${id}" ${lack}.`);
    say(`Passed over the export ${id}, which ${lack}.`);
  }
  const running = exports.find(({ Status }) => Status === "STARTING" || Status === "IN_PROGRESS");
  const which = complete.length > 0 ? "that has what the reports read" : "that is complete";
  throw new UserError(
    running
      ? `There is no export ${which} yet; ${running.ExportTaskIdentifier} is ${describe(running)}. Try again later.`
      : `There is no export ${which}. Start one: aws lambda invoke --region ${environment.region} --function-name ${environment.database_export_function} /dev/stdout`,
  );
}

function find(
  wanted: string,
  exports: readonly ExportTask[],
  complete: readonly ExportTask[],
  environment: AnalyticsEnvironment,
): ExportTask {
  const found = exports.find(({ ExportTaskIdentifier }) => ExportTaskIdentifier === wanted);
  if (found && complete.includes(found)) return found;
  throw new UserError(
    found
      ? `The export "${wanted}" is not complete but ${describe(found)}.`
      : `There is no export "${wanted}" in ${environment.database_bucket}. There is ${list(complete)}.`,
  );
}

/** The first table that the reports need and an export was not asked for. */
function lackOf(exportOnly: readonly string[], database: string): string | undefined {
  if (exportOnly.length === 0 || exportOnly.includes(database)) return undefined;
  const missing = TABLES.map((table) => `${database}.${table}`).filter((name) => !exportOnly.includes(name));
  return missing.length > 0 ? `was made without ${missing.join(", ")}` : undefined;
}

/** RDS remembers exports for longer than the bucket keeps them. */
async function absence(
  s3: S3Client,
  { database_bucket: Bucket, exports_folder: folder }: AnalyticsEnvironment,
  id: string,
  database: string,
): Promise<string | undefined> {
  const Prefix = `${folder}/${id}/${database}/`;
  const { KeyCount } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix, MaxKeys: 1 }));
  return KeyCount ? undefined : `has nothing in s3://${Bucket}/${Prefix}: it has expired, or was deleted`;
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
