import {
  type BackupClient,
  paginateListRestoreJobs,
  type RestoreJobsListMember,
} from "@aws-sdk/client-backup";
import { days, type ReadSign } from "./sign";

/**
 * When both stores were last restored from a backup, by a rehearsal, a restore or a test of AWS Backup: nobody knows before
 * that backups are good for something. A database that is restored to the second leaves no job, and so only the files count.
 */
export const readRestoreTest: ReadSign = async ({ backup }, { environment, fileSystemArn }, at) => {
  const name = "Restore test";
  const next = `npm run restore -- ${environment} --rehearse`;
  const newest = await newestRestore(backup, fileSystemArn);
  if (!newest) {
    // AWS Backup forgets jobs after 30 days, so it may have been before that.
    return { name, state: "unknown", text: "no restore within the 30 days that AWS Backup remembers", next };
  }
  const { CompletionDate, CreationDate, Status, ValidationStatus, StatusMessage } = newest;
  const text = `${days(CompletionDate ?? CreationDate!, at)} days ago, ${Status!.toLowerCase()}`;
  const isGood = Status === "COMPLETED" && ValidationStatus !== "FAILED";
  if (isGood) return { name, state: "well", text };
  const why = ValidationStatus === "FAILED" ? "its validation failed" : StatusMessage;
  return { name, state: "not well", text: why ? `${text}: ${why}` : text, next };
};

/** The newest restore of the resource that is over, good or bad. */
async function newestRestore(
  client: BackupClient,
  resourceArn: string,
): Promise<RestoreJobsListMember | undefined> {
  const jobs: RestoreJobsListMember[] = [];
  for await (const page of paginateListRestoreJobs({ client }, { ByResourceType: "EFS" })) {
    jobs.push(
      ...(page.RestoreJobs ?? []).filter(
        ({ SourceResourceArn, Status }) =>
          SourceResourceArn === resourceArn && /^(COMPLETED|FAILED|ABORTED)$/.test(Status ?? ""),
      ),
    );
  }
  return jobs.sort((one, other) => other.CreationDate!.getTime() - one.CreationDate!.getTime())[0];
}
