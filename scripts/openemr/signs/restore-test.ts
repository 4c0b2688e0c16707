import {
  type BackupClient,
  paginateListRestoreJobs,
  type RestoreJobsListMember,
} from "@aws-sdk/client-backup";
import { days, type ReadSign } from "./sign";

/**
 * When both stores were last restored from a backup, by a rehearsal, a restore or a test of AWS Backup: nobody knows before
 * that backups are good for something. A database that is restored to the second leaves no job, and so the files count, and
 * the database where it has a job.
 */
export const readRestoreTest: ReadSign = async (
  { backup },
  { environment, databaseArn, fileSystemArn },
  at,
) => {
  const name = "Restore test";
  const next = `npm run restore -- ${environment} --rehearse --to latest`;
  const [files, database] = await Promise.all([
    newestRestore(backup, "EFS", fileSystemArn),
    newestRestore(backup, "Aurora", databaseArn),
  ]);
  if (!files) {
    // AWS Backup forgets jobs after 30 days, so it may have been before that.
    const text = "no restore within the 30 days that AWS Backup remembers";
    if (!database || isGood(database)) return { name, state: "unknown", text, next };
  }
  const texts = [
    ...(files ? [textOf(files, at)] : ["none of the files within 30 days"]),
    ...(database && !isGood(database) ? [`of the database ${textOf(database, at)}`] : []),
  ];
  const text = texts.join("; ");
  const isWell = texts.length === 1 && files !== undefined && isGood(files);
  return isWell ? { name, state: "well", text } : { name, state: "not well", text, next };
};

function isGood({ Status, ValidationStatus }: RestoreJobsListMember): boolean {
  return Status === "COMPLETED" && ValidationStatus !== "FAILED" && ValidationStatus !== "TIMED_OUT";
}

function textOf(job: RestoreJobsListMember, at: Date): string {
  const { CompletionDate, CreationDate, Status, ValidationStatus, StatusMessage } = job;
  const text = `${days(CompletionDate ?? CreationDate!, at)} days ago, ${Status!.toLowerCase()}`;
  if (isGood(job)) return text;
  if (ValidationStatus === "FAILED") return `${text}: its validation failed`;
  if (ValidationStatus === "TIMED_OUT") return `${text}: nothing judged it`;
  return StatusMessage ? `${text}: ${StatusMessage}` : text;
}

/** The newest restore of the resource that is over, good or bad. */
async function newestRestore(
  client: BackupClient,
  ByResourceType: string,
  resourceArn: string,
): Promise<RestoreJobsListMember | undefined> {
  const jobs: RestoreJobsListMember[] = [];
  for await (const page of paginateListRestoreJobs({ client }, { ByResourceType })) {
    jobs.push(
      ...(page.RestoreJobs ?? []).filter(
        ({ SourceResourceArn, Status }) =>
          SourceResourceArn === resourceArn && /^(COMPLETED|FAILED|ABORTED)$/.test(Status ?? ""),
      ),
    );
  }
  return jobs.sort((one, other) => other.CreationDate!.getTime() - one.CreationDate!.getTime())[0];
}
