import { randomUUID } from "node:crypto";
import {
  DescribeBackupJobCommand,
  type BackupJob as Job,
  paginateListBackupJobs,
  StartBackupJobCommand,
} from "@aws-sdk/client-backup";
import type { Installation } from "../installation";
import type { Seen } from "../step";

/** A request to AWS Backup for one of the two stores. */
export interface BackupRequest {
  readonly resourceArn: string;
  /** Days after which AWS deletes the backup. */
  readonly keepDays: number;
  /** Put on the backup as tags. */
  readonly tags: Readonly<Record<string, string>>;
  /**
   * AWS's time before which no job counts that a former run began; undefined as long as none counts.
   * @default - half an hour ago
   */
  readonly since?: () => Date | undefined;
}

const ACTIVE = new Set(["CREATED", "PENDING", "RUNNING"]);

/** Two backups that were begun within this time, in milliseconds, are of one moment. */
export const ONE_MOMENT = 15 * 60_000;

/** In minutes. A backup that did not begin in an hour is given up; AWS takes no less. */
const START_WINDOW = 60;
/** In minutes: a week, as the backup plan has it. */
const COMPLETION_WINDOW = 7 * 24 * 60;

/** A backup out of turn of one store, which may have been begun by a former run of the command. */
export class BackupJob {
  private id?: string;
  private token = randomUUID();

  constructor(
    private readonly installation: Installation,
    private readonly request: BackupRequest,
  ) {}

  /** Goes on with a job that was begun before. */
  adopt(job: Job | undefined): void {
    if (job) this.id = job.BackupJobId;
  }

  /** Jobs out of turn of the same moment, kept for as long, the newest first. */
  async recent(): Promise<Job[]> {
    const { resourceArn, since = () => new Date(Date.now() - 2 * ONE_MOMENT) } = this.request;
    const ByCreatedAfter = since();
    if (ByCreatedAfter === undefined) return [];
    const jobs: Job[] = [];
    const query = { ByResourceArn: resourceArn, ByCreatedAfter };
    for await (const page of paginateListBackupJobs({ client: this.installation.clients.backup }, query)) {
      jobs.push(...(page.BackupJobs ?? []).filter((job) => this.isMeant(job)));
    }
    return jobs.sort((one, other) => other.CreationDate!.getTime() - one.CreationDate!.getTime());
  }

  private isMeant({ CreatedBy, RecoveryPointLifecycle }: Job): boolean {
    const days = RecoveryPointLifecycle?.DeleteAfterDays;
    return !CreatedBy?.BackupPlanId && (days === undefined || days === this.request.keepDays);
  }

  async find(): Promise<Job | undefined> {
    if (this.id === undefined) {
      // The answer to the request may have been lost.
      this.adopt((await this.recent()).find(isActive));
      if (this.id === undefined) return undefined;
    }
    return this.installation.clients.backup.send(new DescribeBackupJobCommand({ BackupJobId: this.id }));
  }

  /** Asks for a new one. Asked twice by one token, AWS begins one job. */
  async begin(): Promise<void> {
    const { clients, vaultName, backupRoleArn } = this.installation;
    const { resourceArn, keepDays, tags } = this.request;
    const { BackupJobId } = await clients.backup.send(
      new StartBackupJobCommand({
        BackupVaultName: vaultName,
        ResourceArn: resourceArn,
        IamRoleArn: backupRoleArn,
        IdempotencyToken: this.token,
        StartWindowMinutes: START_WINDOW,
        CompleteWindowMinutes: COMPLETION_WINDOW,
        Lifecycle: { DeleteAfterDays: keepDays },
        RecoveryPointTags: tags,
      }),
    );
    this.id = BackupJobId;
    this.token = randomUUID();
  }

  async seen(): Promise<Seen> {
    const job = await this.find();
    if (!job) return { is: "to do" };
    if (job.State === "COMPLETED") return { is: "done", note: job.RecoveryPointArn };
    if (isActive(job)) return { is: "under way", note: progress(job) };
    return { is: "failed", note: `${job.State}: ${job.StatusMessage ?? "AWS Backup gives no reason."}` };
  }
}

export function isActive({ State }: Job): boolean {
  return ACTIVE.has(State ?? "");
}

function progress({ State, PercentDone }: Job): string {
  if (State !== "RUNNING") return "waits for AWS Backup to begin";
  return PercentDone ? `${Math.round(Number(PercentDone))} %` : "runs";
}
