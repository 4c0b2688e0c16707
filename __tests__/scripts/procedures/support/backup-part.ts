import type {
  BackupJob,
  BackupJobState,
  CopyJob,
  DeleteRecoveryPointInput,
  DescribeBackupJobInput,
  ListBackupJobsInput,
  ListCopyJobsInput,
  ListRecoveryPointsByBackupVaultInput,
  ListRestoreJobsInput,
  RecoveryPointByBackupVault,
  RestoreJobsListMember,
  StartBackupJobInput,
  StartRestoreJobInput,
} from "@aws-sdk/client-backup";
import { Clock } from "./clock";
import { AwsFault } from "./fault";
import type { Part, Service } from "./world";

type Restore = RestoreJobsListMember & { readonly token: string | undefined; ticks: number; folder?: string };
type Job = BackupJob & { readonly token: string | undefined; ticks: number };

/** Half minutes that a restore takes. */
export const RESTORE_TICKS = 8;

/**
 * AWS Backup with one vault. A restore of files makes its folder when it begins, and leaves it where it fails. Compared with botocore 1.43.11, model backup-2018-11-15, on 2026-11-29, and with AWS's
 * guide: a job that is asked for again by its token is the same one; a lifecycle shorter than the lock's is refused.
 */
export class BackupPart implements Part {
  readonly jobs: Job[] = [];
  optedIn: Record<string, boolean> = { Aurora: true, EFS: true };
  minimumRetention?: number;
  /** How the next job of the resource ends in place of being completed, by the resource's ARN. */
  readonly failing = new Map<string, { readonly State: BackupJobState; readonly StatusMessage?: string }>();

  readonly copies: CopyJob[] = [];
  readonly points: RecoveryPointByBackupVault[] = [];
  readonly restores: Restore[] = [];

  /** Answers in which the list of recovery points lacks what was made last. */
  behind = 0;
  /** Answers in which the list of one store's recovery points lacks what was made last. */
  behindOf = { arn: "", answers: 0 };
  /** The half minutes after which the next restores fail, one after the other. */
  readonly failingRestores: number[] = [];
  private readonly clock = new Clock();

  /** @param onRestored gets the name of a folder, and whether all files of a recovery point are in it */
  constructor(
    private readonly vault: string,
    private readonly onRestored: (folder: string, isWhole: boolean) => void = () => {},
  ) {}

  tick(): void {
    this.clock.tick();
    for (const job of this.restores) this.goOn(job);
    for (const job of this.jobs) {
      job.ticks++;
      if (job.State === "CREATED" && job.ticks >= 2) job.State = "RUNNING";
      const isFile = job.ResourceArn!.includes("file-system");
      if (job.State === "RUNNING" && job.ticks >= (isFile ? 10 : 5)) this.end(job);
    }
  }

  private goOn(job: Restore): void {
    if (job.Status !== "PENDING" && job.Status !== "RUNNING") return;
    job.ticks++;
    job.Status = "RUNNING";
    if (job.ticks >= 2) {
      job.folder ??= `aws-backup-restore_${this.clock.now().toISOString().replace(/[:.]/g, "-")}`;
      this.onRestored(job.folder, job.ticks >= RESTORE_TICKS);
    }
    if (job.ticks === this.failingRestores[0]) {
      this.failingRestores.shift();
      Object.assign(job, { Status: "FAILED", StatusMessage: "The file system has no room." });
    } else if (job.ticks >= RESTORE_TICKS) {
      job.Status = "COMPLETED";
    } else return;
    job.CompletionDate = this.clock.now();
  }

  /** AWS's time. */
  now(): Date {
    return this.clock.now();
  }

  private end(job: Job): void {
    const failure = this.failing.get(job.ResourceArn!);
    this.failing.delete(job.ResourceArn!);
    Object.assign(job, failure ?? { State: "COMPLETED" });
    job.CompletionDate = this.clock.now();
    if (job.State !== "COMPLETED") return;
    const { RecoveryPointArn, ResourceArn, CreationDate } = job;
    this.points.push({ RecoveryPointArn, ResourceArn, CreationDate, Status: "COMPLETED" });
  }

  readonly operations: Service = {
    DeleteRecoveryPoint: ({ RecoveryPointArn }: DeleteRecoveryPointInput) => {
      const index = this.points.findIndex((point) => point.RecoveryPointArn === RecoveryPointArn);
      if (index < 0) throw new AwsFault("ResourceNotFoundException", `${RecoveryPointArn} was not found.`);
      this.points.splice(index, 1);
      return {};
    },
    ListTags: () => ({ Tags: {} }),
    DescribeRegionSettings: () => ({ ResourceTypeOptInPreference: this.optedIn }),
    DescribeBackupVault: ({ BackupVaultName }: { BackupVaultName: string }) => {
      this.checkVault(BackupVaultName);
      return { BackupVaultName, MinRetentionDays: this.minimumRetention };
    },
    ListBackupVaults: () => {
      const names = new Set([this.vault, ...this.points.map((point) => point.BackupVaultName ?? this.vault)]);
      const count = (name: string) =>
        this.points.filter((point) => (point.BackupVaultName ?? this.vault) === name);
      return {
        BackupVaultList: [...names].map((BackupVaultName) => ({
          BackupVaultName,
          NumberOfRecoveryPoints: count(BackupVaultName).length,
        })),
      };
    },
    ListRecoveryPointsByBackupVault: (input: ListRecoveryPointsByBackupVaultInput) => {
      const { BackupVaultName: vault, ByResourceArn: arn } = input;
      const inVault = this.points.filter((point) => (point.BackupVaultName ?? this.vault) === vault);
      // Another vault is there as soon as it has something.
      if (inVault.length === 0) this.checkVault(vault!);
      const isBehind = this.behind-- > 0 || (arn === this.behindOf.arn && this.behindOf.answers-- > 0);
      const shown = isBehind ? inVault.filter((point) => !this.isMade(point)) : inVault;
      return {
        RecoveryPoints: shown.filter(({ ResourceArn }) => arn === undefined || ResourceArn === arn),
      };
    },
    ListRecoveryPointsByResource: ({ ResourceArn: arn }: { ResourceArn: string }) => ({
      RecoveryPoints: this.points.filter(({ ResourceArn }) => ResourceArn === arn),
    }),
    StartRestoreJob: ({ RecoveryPointArn, IamRoleArn, IdempotencyToken: token }: StartRestoreJobInput) => {
      if (!this.points.some((point) => point.RecoveryPointArn === RecoveryPointArn)) {
        throw new AwsFault("ResourceNotFoundException", `${RecoveryPointArn} was not found.`);
      }
      if (this.restores.some((job) => job.token === token)) return {};
      const CreationDate = this.clock.now();
      this.restores.push({ RecoveryPointArn, IamRoleArn, Status: "PENDING", CreationDate, token, ticks: 0 });
      return {};
    },
    ListCopyJobs: ({ ByResourceArn, ByDestinationVaultArn, ByState }: ListCopyJobsInput) => ({
      CopyJobs: this.copies.filter(
        ({ ResourceArn, DestinationBackupVaultArn, State }) =>
          ResourceArn === ByResourceArn &&
          DestinationBackupVaultArn === ByDestinationVaultArn &&
          State === ByState,
      ),
    }),
    ListRestoreJobs: ({ ByCreatedAfter }: ListRestoreJobsInput) => ({
      RestoreJobs: this.restores.filter(({ CreationDate }) => CreationDate! > ByCreatedAfter!),
    }),
    ListBackupJobs: ({ ByResourceArn, ByCreatedAfter }: ListBackupJobsInput) => ({
      BackupJobs: this.jobs.filter(
        ({ ResourceArn, CreationDate }) =>
          ResourceArn === ByResourceArn && CreationDate! > (ByCreatedAfter ?? new Date(0)),
      ),
    }),
    DescribeBackupJob: ({ BackupJobId }: DescribeBackupJobInput) => {
      const job = this.jobs.find(({ BackupJobId: id }) => id === BackupJobId);
      if (!job) throw new AwsFault("ResourceNotFoundException", `Backup job ${BackupJobId} does not exist.`);
      return job;
    },
    StartBackupJob: (input: StartBackupJobInput) => {
      this.checkVault(input.BackupVaultName!);
      if ((input.Lifecycle?.DeleteAfterDays ?? Infinity) < (this.minimumRetention ?? 0)) {
        throw new AwsFault("InvalidParameterValueException", "Lifecycle is shorter than the vault lock's.");
      }
      const known = this.jobs.find(({ token }) => token !== undefined && token === input.IdempotencyToken);
      if (known) return known;
      const id = `job-${this.jobs.length + 1}`;
      const job: Job = {
        BackupJobId: id,
        ResourceArn: input.ResourceArn,
        RecoveryPointArn: `arn:aws:backup:eu-west-1:111122223333:recovery-point:${id}`,
        State: "CREATED",
        CreationDate: this.clock.now(),
        RecoveryPointLifecycle: input.Lifecycle,
        token: input.IdempotencyToken,
        ticks: 0,
      };
      this.jobs.push(job);
      return job;
    },
  };

  private isMade({ RecoveryPointArn: arn }: RecoveryPointByBackupVault): boolean {
    return this.jobs.some(({ RecoveryPointArn }) => RecoveryPointArn === arn);
  }

  private checkVault(name: string): void {
    if (name !== this.vault)
      throw new AwsFault("ResourceNotFoundException", `Backup vault ${name} was not found.`);
  }
}
