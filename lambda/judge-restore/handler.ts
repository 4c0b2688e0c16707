import { BackupClient, PutRestoreValidationResultCommand } from "@aws-sdk/client-backup";
import { EFSClient } from "@aws-sdk/client-efs";
import { RDSClient } from "@aws-sdk/client-rds";
import { attempt } from "../lib/aws-call";
import { FunctionError } from "../lib/function-error";
import { judge } from "./judgement";
import { readRequest } from "./request";
import { readSettings } from "./settings";

const clientSettings = { maxAttempts: 6 };
const backup = new BackupClient(clientSettings);
const rds = new RDSClient(clientSettings);
const efs = new EFSClient(clientSettings);

/**
 * Judges what a restore test of AWS Backup made, and tells AWS Backup, which deletes it then.
 *
 * @throws FunctionError where it is not right, so that Lambda counts an error, at which an alarm rings
 */
export async function handler(event: unknown): Promise<{ readonly outcome: string }> {
  const { jobId } = readRequest(event);
  const { faults, seen } = await judge({ backup, rds, efs }, readSettings(process.env), jobId);
  const text = [`${seen}.`, ...faults].join(" ");
  await attempt("tell AWS Backup the result", () =>
    backup.send(
      new PutRestoreValidationResultCommand({
        RestoreJobId: jobId,
        ValidationStatus: faults.length > 0 ? "FAILED" : "SUCCESSFUL",
        ValidationStatusMessage: text,
      }),
    ),
  );
  if (faults.length > 0) throw new FunctionError(`The restore test ${jobId} failed. ${text}`);
  console.log(JSON.stringify({ jobId, outcome: text }));
  return { outcome: text };
}
