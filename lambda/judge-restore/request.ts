import { FunctionError } from "../lib/function-error";

/** The event that AWS Backup sends when a restore is complete, and the only one that is expected. */
export interface Request {
  readonly jobId: string;
}

/** @throws FunctionError where the event is another one */
export function readRequest(event: unknown): Request {
  const { "detail-type": type, detail } = Object(event) as { "detail-type"?: unknown; detail?: unknown };
  const { restoreJobId: jobId } = Object(detail) as { restoreJobId?: unknown };
  if (type === "Restore Job State Change" && typeof jobId === "string" && jobId !== "") return { jobId };
  throw new FunctionError(
    `The event must be a Restore Job State Change of AWS Backup with a restoreJobId, but its type is ${JSON.stringify(type)} and its job ${JSON.stringify(jobId)}.`,
  );
}
