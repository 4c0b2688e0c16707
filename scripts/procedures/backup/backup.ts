import {
  DescribeBackupVaultCommand,
  DescribeRegionSettingsCommand,
  type BackupJob as Job,
} from "@aws-sdk/client-backup";
import { UserError } from "../../../src/user-error";
import { shellWord } from "../../system/shell-word";
import type { Installation } from "../installation";
import { refuseDuringExchange } from "../restore/record";
import type { Procedure, Step } from "../step";
import { BackupJob, type BackupRequest, isActive, ONE_MOMENT } from "./backup-job";

export interface BackupOptions extends Pick<BackupRequest, "since"> {
  /** Days after which AWS deletes both backups. */
  readonly keepDays: number;
  /** Why it is made; a tag of both backups. */
  readonly note?: string;
}

/** Tag of a backup out of turn that tells why it was made. */
export const NOTE_TAG = "Note";

export interface BackupProcedure extends Procedure {
  /** ARN of the recovery point of the files, once it is there. */
  filesPoint(): Promise<string | undefined>;
}

/**
 * Backs up database and files, both begun within a second or so: AWS Backup has no common moment for the two.
 *
 * @throws UserError where AWS Backup would not take it: Aurora switched off, or kept for too short a time
 */
export async function backup(installation: Installation, options: BackupOptions): Promise<BackupProcedure> {
  await refuseDuringExchange(installation);
  await refuseWhatAwsRefuses(installation, options);
  const { keepDays, note, since } = options;
  const tags: Record<string, string> = note ? { [NOTE_TAG]: note } : {};
  const request = { keepDays, tags, ...(since && { since }) };
  const jobs = {
    database: new BackupJob(installation, { ...request, resourceArn: installation.databaseArn }),
    files: new BackupJob(installation, { ...request, resourceArn: installation.fileSystemArn }),
  };
  await adoptWhatIsUnderWay(jobs.database, jobs.files, since !== undefined);
  return {
    name: "backup",
    environment: installation.environment,
    again: `npm run backup -- ${installation.environment} --keep ${keepDays}${note ? ` --note ${shellWord(note)}` : ""}`,
    summary:
      "Makes a backup of the database and one of the files, while people go on working. " +
      `AWS deletes both after ${keepDays} days.`,
    steps: [
      beginBoth([jobs.database, jobs.files]),
      complete("Complete the backup of the database", "5 min", jobs.database),
      complete("Complete the backup of the files", "10 min; a first one takes longer", jobs.files),
    ],
    filesPoint: async () => (await jobs.files.find())?.RecoveryPointArn,
    outcome: async () => describe(await jobs.database.find(), await jobs.files.find()),
  };
}

function beginBoth(jobs: readonly BackupJob[]): Step {
  return {
    title: "Begin the backups of database and files",
    takes: "1 s",
    look: async () => {
      const found = await Promise.all(jobs.map((job) => job.find()));
      return { is: found.every((job) => job !== undefined) ? "done" : "to do" };
    },
    begin: async () => {
      const found = await Promise.all(jobs.map((job) => job.find()));
      await Promise.all(jobs.filter((_, index) => !found[index]).map((job) => job.begin()));
    },
  };
}

function complete(title: string, takes: string, job: BackupJob): Step {
  return { title, takes, look: () => job.seen(), begin: () => job.begin() };
}

/**
 * A run that was stopped left jobs behind: one is still under way, or one was begun and the other was not.
 *
 * @param takesComplete whether a pair that is complete will do; a backup that a person asks for is a new one
 */
async function adoptWhatIsUnderWay(
  database: BackupJob,
  files: BackupJob,
  takesComplete: boolean,
): Promise<void> {
  const [ofDatabase, ofFiles] = await Promise.all([database.recent(), files.recent()]);
  const isAlone = (job: Job, others: readonly Job[]) =>
    Date.now() - job.CreationDate!.getTime() < ONE_MOMENT &&
    !others.some((other) => areOfOneMoment(job, other));
  const open =
    [...ofDatabase, ...ofFiles].find(isActive) ??
    ofDatabase.find((job) => isAlone(job, ofFiles)) ??
    ofFiles.find((job) => isAlone(job, ofDatabase)) ??
    (takesComplete ? ofFiles[0] : undefined);
  if (!open) return;
  database.adopt(ofDatabase.find((job) => areOfOneMoment(job, open)));
  files.adopt(ofFiles.find((job) => areOfOneMoment(job, open)));
}

function areOfOneMoment(one: Job, other: Job): boolean {
  return Math.abs(one.CreationDate!.getTime() - other.CreationDate!.getTime()) <= ONE_MOMENT;
}

async function refuseWhatAwsRefuses(
  { clients, vaultName }: Installation,
  { keepDays }: BackupOptions,
): Promise<void> {
  const { ResourceTypeOptInPreference: preference = {} } = await clients.backup.send(
    new DescribeRegionSettingsCommand({}),
  );
  const off = ["Aurora", "EFS"].filter((type) => preference[type] === false);
  if (off.length > 0) {
    throw new UserError(
      `AWS Backup is switched off for ${off.join(" and ")} in this account and region, so it makes no backups of it, the daily ones included. ` +
        "Switch it on in the console: AWS Backup, Settings, Service opt-in.",
    );
  }
  const vault = await clients.backup.send(new DescribeBackupVaultCommand({ BackupVaultName: vaultName }));
  const least = vault.MinRetentionDays ?? 1;
  if (keepDays < least) {
    throw new UserError(
      `--keep is ${keepDays}, but the vault ${vaultName} takes no backup that is kept for less than ${least} days.`,
    );
  }
}

function describe(database: Job | undefined, files: Job | undefined): string[] {
  const [at, from, to] = [database?.CreationDate, files?.CreationDate, files?.CompletionDate];
  return [
    `database  ${database?.RecoveryPointArn}`,
    `files     ${files?.RecoveryPointArn}`,
    `The database is as it was at ${time(at)}. A file is as it was at some time from ${time(from)} to ${time(to)}.`,
  ];
}

function time(date: Date | undefined): string {
  return date ? `${date.toISOString().slice(0, 19).replace("T", " ")} UTC` : "an unknown time";
}
