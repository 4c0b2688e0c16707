import { tableArea } from "../rule";
import { changes, goesDown, goesOff, isAnother, isKeptShorter, isNone, isSwitchedOff } from "../weaker";
import { backupPlan } from "./backup-plan";

/** Finds weaker backups, snapshots and versions, and shorter times for which they are kept. */
export const backups = tableArea("Backups and retention", {
  attributeRules: [
    ...backupPlan,
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
      types: ["aws_backup_region_settings"],
      severity: "danger",
      says: "decides for the whole account what is backed up",
      why: "A kind of resource that it leaves out is in no backup of any plan, and nothing tells of it.",
    },
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
