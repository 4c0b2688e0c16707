import { randomUUID } from "node:crypto";
import {
  paginateListRestoreJobs,
  type RestoreJobsListMember,
  StartRestoreJobCommand,
} from "@aws-sdk/client-backup";
import { notShown } from "../../aws/aws-fault";
import type { Installation } from "../installation";
import { timeOf } from "../record";
import type { Seen, Step } from "../step";
import type { RestoreRecords } from "./record";

/** Notes: AWS's time before the first job of this restore, and the begin and the end of the job that was completed. */
const NOTES = { begun: "files-begun", restored: "files-restored" } as const;

/** Milliseconds by which the clocks of two of AWS's services may differ. */
const CLOCK_DIFFERENCE = 5_000;

/** Milliseconds that may lie between the end of the job, as AWS dates it, and the name that AWS gives the folder. */
const NAMED_LATER = 10 * 60_000;

/** A time after that of each folder: none is of this restore. */
const NEVER = "99999999999999999";

/**
 * Restores the files into a folder of their own of the same file system, which OpenEMR does not see. AWS Backup names it
 * `aws-backup-restore_<time>`. A job that failed may leave such a folder, too, and nothing but the time tells them apart:
 * "each restore attempt creates a new recovery directory" ("Restore an Amazon EFS file system", read on 2026-11-30).
 */
export function restoreFiles(installation: Installation, records: RestoreRecords): Step[] {
  const { clients, restoreRoleArn, fileSystemArn } = installation;
  const token = randomUUID();
  return [
    timeOf(records, NOTES.begun, "Note when the restore of the files begins"),
    {
      title: "Restore the files beside those in use",
      takes: "30 min, and an hour for each 100 GB",
      look: async () =>
        // AWS Backup forgets its jobs.
        records.current.done[NOTES.restored] === undefined
          ? seen(await jobsOf(installation, records))
          : { is: "done" },
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
    },
    {
      title: "Note which job restored the files",
      takes: "1 s",
      look: async () => ({ is: records.current.done[NOTES.restored] === undefined ? "to do" : "done" }),
      begin: async () => {
        const job = (await jobsOf(installation, records)).find(isCompleted);
        if (!job) throw notShown("the job that restored the files");
        const times = [job.CreationDate!, job.CompletionDate ?? new Date()].map((time) => time.toISOString());
        await records.note(NOTES.restored, times.join(" "));
      },
    },
  ];
}

/**
 * A job that was begun goes on where its restore is given up, and would leave a folder after all else was removed. AWS
 * cannot end it.
 */
export function awaitJobs(installation: Installation, records: RestoreRecords): Step {
  return {
    title: "See that no restore of the files goes on",
    takes: "1 s",
    look: async () => {
      const jobs = await jobsOf(installation, records);
      const isOver = jobs.every(isEnded);
      return isOver ? { is: "done" } : { is: "under way", note: "AWS restores files and cannot end that" };
    },
    begin: async () => {},
  };
}

/**
 * Settings by which scripts know the folders of this restore, which AWS names by the time: the begin and the end of the job
 * that was completed, and the time before the first job, all as digits.
 */
export function folderSettings({ current: { done } }: RestoreRecords): Readonly<Record<string, string>> {
  const [begin, end] = done[NOTES.restored]?.split(" ") ?? [];
  const begun = done[NOTES.begun];
  return {
    ...(begin && end && { FOLDER_TIMES: `${digits(begin)} ${digits(end, NAMED_LATER)}` }),
    // Before its first job, what AWS restored lies there for somebody else.
    BEGUN: begun ? digits(begun) : NEVER,
  };
}

/** @param time in ISO 8601 @param more milliseconds */
function digits(time: string, more = 0): string {
  return new Date(Date.parse(time) + more).toISOString().replace(/\D/g, "");
}

/**
 * The jobs of this restore, the newest first: of its recovery point, with this installation's role, and begun after it.
 * Restore tests of AWS Backup have the same role, and make a file system of their own.
 */
async function jobsOf(
  { clients, restoreRoleArn }: Installation,
  { current: { filesPoint, done } }: RestoreRecords,
): Promise<RestoreJobsListMember[]> {
  const begun = done[NOTES.begun];
  if (begun === undefined) return [];
  const jobs: RestoreJobsListMember[] = [];
  const query = { ByCreatedAfter: new Date(Date.parse(begun) - CLOCK_DIFFERENCE), ByResourceType: "EFS" };
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
  return jobs.sort((one, other) => other.CreationDate!.getTime() - one.CreationDate!.getTime());
}

function isCompleted({ Status }: RestoreJobsListMember): boolean {
  return Status === "COMPLETED";
}

/** A status that is not known is not taken for an end. */
function isEnded({ Status }: RestoreJobsListMember): boolean {
  return Status === "COMPLETED" || Status === "FAILED" || Status === "ABORTED";
}

function seen(jobs: readonly RestoreJobsListMember[]): Seen {
  const going = jobs.find((job) => !isEnded(job));
  if (going) {
    const { PercentDone } = going;
    return {
      is: "under way",
      note: PercentDone ? `${Math.round(Number.parseFloat(PercentDone))} %` : "begins",
    };
  }
  if (jobs.some(isCompleted)) return { is: "done" };
  const [newest] = jobs;
  if (!newest) return { is: "to do" };
  return { is: "failed", note: `${newest.Status}: ${newest.StatusMessage ?? "AWS Backup gives no reason."}` };
}
