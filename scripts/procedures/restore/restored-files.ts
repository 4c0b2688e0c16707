import { randomUUID } from "node:crypto";
import {
  paginateListRestoreJobs,
  type RestoreJobsListMember,
  StartRestoreJobCommand,
} from "@aws-sdk/client-backup";
import type { Installation } from "../installation";
import type { Seen, Step } from "../step";
import type { RestoreRecord, RestoreRecords } from "./record";

/** By which this machine's clock may be ahead of AWS's, in milliseconds. */
const CLOCK_DIFFERENCE = 10 * 60_000;

/** Into a folder of its own, `aws-backup-restore_<time>`, of the same file system. OpenEMR does not see it. */
export function restoreFiles(installation: Installation, records: RestoreRecords): Step {
  const { clients, restoreRoleArn, fileSystemArn } = installation;
  const token = randomUUID();
  return {
    title: "Restore the files beside those in use",
    takes: "30 min, and an hour for each 100 GB",
    look: async () => {
      const job = await newestJob(installation, records.current);
      return job ? seen(job) : { is: "to do" };
    },
    begin: async () => {
      await clients.backup.send(
        new StartRestoreJobCommand({
          RecoveryPointArn: records.current.filesPoint,
          IamRoleArn: restoreRoleArn,
          IdempotencyToken: token,
          Metadata: {
            "file-system-id": fileSystemArn.split("/").at(-1)!,
            newFileSystem: "false",
            Encrypted: "true",
            PerformanceMode: "generalPurpose",
          },
        }),
      );
    },
  };
}

/**
 * A job of this restore: of its recovery point, with this installation's role, and begun after it. Restore tests of AWS
 * Backup have the same role, and make a file system of their own.
 */
async function newestJob(
  { clients, restoreRoleArn }: Installation,
  { filesPoint, begunAt }: RestoreRecord,
): Promise<RestoreJobsListMember | undefined> {
  const jobs: RestoreJobsListMember[] = [];
  const query = { ByCreatedAfter: new Date(Date.parse(begunAt) - CLOCK_DIFFERENCE), ByResourceType: "EFS" };
  for await (const page of paginateListRestoreJobs({ client: clients.backup }, query)) {
    jobs.push(
      ...(page.RestoreJobs ?? []).filter(
        ({ RecoveryPointArn, IamRoleArn, CreatedBy }) =>
          RecoveryPointArn === filesPoint &&
          IamRoleArn === restoreRoleArn &&
          CreatedBy?.RestoreTestingPlanArn === undefined,
      ),
    );
  }
  return jobs.sort((one, other) => other.CreationDate!.getTime() - one.CreationDate!.getTime())[0];
}

function seen({ Status, StatusMessage, PercentDone }: RestoreJobsListMember): Seen {
  if (Status === "COMPLETED") return { is: "done" };
  if (Status === "FAILED" || Status === "ABORTED") {
    return { is: "failed", note: `${Status}: ${StatusMessage ?? "AWS Backup gives no reason."}` };
  }
  return {
    is: "under way",
    note: PercentDone ? `${Math.round(Number.parseFloat(PercentDone))} %` : "begins",
  };
}
