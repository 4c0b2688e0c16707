import type { ExportTask, RDSClient } from "@aws-sdk/client-rds";
import { FunctionError } from "../lib/function-error";
import { exportsOfCluster } from "./export-database";
import type { Settings } from "./settings";

/** Whether an event says that an export of a cluster has ended. */
export function isEndOfExport(event: unknown): boolean {
  return (
    (event as { "detail-type"?: unknown } | null | undefined)?.["detail-type"] === "RDS DB Cluster Event"
  );
}

/**
 * Looks at the export that ended last. RDS calls one complete that has left tables out, and says so in a warning that no
 * event has.
 *
 * @throws a FunctionError with the warning, so that Lambda counts an error and tells the topic of exports
 */
export async function lookAtEndedExport(rds: RDSClient, settings: Settings): Promise<string> {
  const ended = (await exportsOfCluster(rds, settings)).filter(
    ({ TaskEndTime, S3Bucket }) => TaskEndTime && S3Bucket === settings.bucket,
  );
  const [last] = ended.sort((one, other) => endOf(other) - endOf(one));
  if (!last) return "No export has ended.";
  const { ExportTaskIdentifier: id, Status, WarningMessage } = last;
  if (!WarningMessage) return `The export ${id} ended as ${Status}, without a warning.`;
  throw new FunctionError(
    `The export ${id} ended as ${Status}, but RDS warns: ${WarningMessage.replace(/\.?$/, ".")} What it names is not in the export.`,
  );
}

function endOf({ TaskEndTime }: ExportTask): number {
  return TaskEndTime!.getTime();
}
