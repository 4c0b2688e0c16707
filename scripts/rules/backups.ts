import { tableArea } from "./rule";
import {
  changes,
  gainsItems,
  goesDown,
  goesOff,
  isAnother,
  isKeptShorter,
  isNone,
  isSwitchedOff,
  losesItems,
  weakerWhere,
} from "./weaker";

/** Finds weaker backups, snapshots and versions, and shorter times for which they are kept. */
export const backups = tableArea("Backups and retention", {
  attributeRules: [
    {
      types: ["aws_rds_cluster", "aws_db_instance"],
      path: "backup_retention_period",
      weakens: goesDown,
      severity: "danger",
      harm: "loss",
      says: "can be restored for fewer days",
      why: "AWS deletes older backups at once: a fault that was found too late cannot be undone any more.",
    },
    {
      types: ["aws_elasticache_serverless_cache"],
      path: "snapshot_retention_limit",
      weakens: goesDown,
      severity: "notice",
      says: "keeps fewer snapshots",
      why: "The cache holds sessions, which a restore brings back.",
    },
    {
      types: ["aws_s3_bucket_versioning"],
      path: "versioning_configuration.0.status",
      weakens: goesOff,
      severity: "danger",
      says: "keeps no versions",
      why: "What is deleted or written over is gone at once.",
    },
    {
      types: ["aws_s3_bucket_lifecycle_configuration"],
      path: "rule.*.expiration.0.days",
      weakens: isKeptShorter,
      severity: "danger",
      harm: "loss",
      says: "lets objects expire sooner",
      why: "S3 deletes what is older within a day, and nobody can call that back.",
    },
    {
      types: ["aws_s3_bucket_lifecycle_configuration"],
      path: "rule.*.noncurrent_version_expiration.0.noncurrent_days",
      weakens: isKeptShorter,
      severity: "warning",
      says: "lets former versions expire sooner",
      why: "A deleted object can be brought back for a shorter time.",
    },
    {
      types: ["aws_backup_plan"],
      path: "rule.*.lifecycle.0.delete_after",
      weakens: isKeptShorter,
      severity: "danger",
      harm: "loss",
      says: "keeps recovery points for fewer days",
      why: "Records have to be kept for years, and a shorter retention cannot be made up for.",
    },
    {
      types: ["aws_backup_plan"],
      path: "rule",
      partly: true,
      weakens: weakerWhere(({ before, after, isNew }) => !isNew && size(after) < size(before)),
      severity: "danger",
      says: "has fewer rules",
      why: "Backups of that rule are no longer made.",
    },
    {
      types: ["aws_backup_plan"],
      path: "rule.*.schedule",
      weakens: ({ before, after }) => (isRarer(before, after) ? "weaker" : "unknown"),
      severity: "danger",
      says: "makes backups more rarely",
      why: "Whatever was written since the last one is lost with the files.",
    },
    {
      types: ["aws_backup_plan"],
      path: "rule.*.schedule",
      weakens: ({ before, after, isNew }) =>
        isRarer(before, after) ? "unknown" : changes({ before, after, isNew }),
      severity: "notice",
      says: "makes backups at another time",
      why: "Between two backups of the files there is nothing to go back to.",
    },
    {
      types: ["aws_backup_plan"],
      path: "rule.*.target_vault_name",
      weakens: isAnother,
      severity: "danger",
      says: "puts backups into another vault",
      why: "The lock, the key and the policy of that vault decide who can delete and read them.",
    },
    {
      types: ["aws_backup_plan"],
      path: "rule.*.enable_continuous_backup",
      weakens: goesOff,
      severity: "danger",
      whenNew: "notice",
      says: "no longer backs up continuously",
      why: "Nobody can go back to a moment of one's choice any more.",
    },
    {
      types: ["aws_backup_plan"],
      path: "rule.*.lifecycle.0.cold_storage_after",
      weakens: changes,
      severity: "notice",
      says: "moves recovery points to cold storage at another time",
      why: "A restore from there takes hours longer.",
    },
    {
      types: ["aws_backup_selection"],
      path: "not_resources",
      weakens: gainsItems,
      severity: "danger",
      says: "leaves resources out",
      why: "What it leaves out is in no new backup, and nothing tells of it.",
    },
    {
      types: ["aws_backup_selection"],
      path: "condition",
      weakens: changes,
      severity: "danger",
      says: "selects by a condition",
      why: "What does not meet it is in no new backup, and nothing tells of it.",
    },
    {
      types: ["aws_rds_cluster", "aws_db_instance"],
      path: "preferred_backup_window",
      weakens: changes,
      severity: "notice",
      says: "is backed up at another time",
      why: "The database is a little slower meanwhile.",
    },
    {
      types: ["aws_sqs_queue"],
      path: "redrive_policy",
      weakens: isAnother,
      severity: "warning",
      says: "handles failed messages in another way",
      why: "Without a queue for them, mail that could not be forwarded is lost.",
    },
    {
      types: ["aws_backup_selection"],
      path: "resources",
      weakens: losesItems,
      severity: "danger",
      says: "backs fewer resources up",
      why: "What is not selected is not in any backup, and nothing tells of it.",
    },
    {
      types: ["aws_efs_backup_policy"],
      path: "backup_policy.0.status",
      weakens: isSwitchedOff,
      severity: "danger",
      says: "is switched off",
      why: "The files are no longer backed up by EFS's own plan.",
    },
    {
      types: ["aws_dynamodb_table"],
      path: "point_in_time_recovery.0.enabled",
      weakens: goesOff,
      severity: "warning",
      says: "has no point-in-time recovery",
      why: "What is deleted or written over by mistake cannot be brought back.",
    },
    {
      types: ["aws_sqs_queue"],
      path: "message_retention_seconds",
      weakens: goesDown,
      severity: "warning",
      says: "keeps messages for a shorter time",
      why: "What is not handled by then is lost.",
    },
    {
      types: ["aws_rds_cluster"],
      path: "backup_retention_period",
      weakens: isNone,
      severity: "danger",
      says: "makes no automated backups",
      why: "The database cannot be brought back to a moment of one's choice.",
    },
  ],
  arrivalRules: [
    {
      types: ["aws_s3_bucket_lifecycle_configuration"],
      severity: "warning",
      says: "deletes objects once they are old enough",
      why: "S3 deletes what is older within a day, and nobody can call that back.",
    },
  ],
  deletionRules: [
    {
      types: ["aws_backup_plan", "aws_backup_selection"],
      severity: "danger",
      says: "is deleted",
      why: "What it selected is in no new backup, and nothing tells of it.",
    },
    {
      types: ["aws_s3_bucket_versioning"],
      severity: "danger",
      says: "is deleted",
      why: "What is deleted or written over in the bucket is gone at once.",
    },
    {
      types: ["aws_efs_backup_policy"],
      severity: "danger",
      says: "is deleted",
      why: "What it protected can be lost.",
    },
  ],
});

/** Days between two runs of a schedule, as far as its first fields tell; longer than before is rarer. */
function isRarer(before: unknown, after: unknown): boolean {
  const [one, other] = [before, after].map(daysBetweenRuns);
  return one !== undefined && other !== undefined && other > one;
}

/** Reads `cron(minutes hours day month weekday year)` and `rate(number unit)`, as EventBridge writes them. */
function daysBetweenRuns(schedule: unknown): number | undefined {
  const text = String(schedule ?? "");
  const [, count, unit] = /^rate\((\d+) (hour|day|minute)s?\)$/.exec(text) ?? [];
  if (count && unit) return Number(count) * { minute: 1 / 1440, hour: 1 / 24, day: 1 }[unit as "hour"]!;
  const fields = /^cron\(([^)]+)\)$/.exec(text)?.[1]?.trim().split(/\s+/);
  if (fields?.length !== 6) return undefined;
  const [, hours, day, month, weekday, year] = fields as [string, string, string, string, string, string];
  if (year !== "*") return 36_500;
  if (month !== "*") return 365 / month.split(",").length;
  if (/^[A-Z\d,#L-]+$/.test(weekday) && weekday !== "?") return 7 / weekday.split(",").length;
  if (/^[\dLW,]+$/.test(day)) return 30 / day.split(",").length;
  const step = /^(?:\*|\d+)\/(\d+)$/.exec(hours)?.[1];
  return step ? Number(step) / 24 : hours === "*" ? 1 / 24 : 1 / hours.split(",").length;
}

function size(list: unknown): number {
  return Array.isArray(list) ? list.length : 0;
}
