import { tableArea } from "../rule";
import { becomes, changes, goesDown, goesOff, goesOn, isTakenAway, weakerWhere } from "../weaker";

/** Finds weaker protection of data against deletion, by mistake or on purpose. */
export const deletion = tableArea("Protection against deletion", {
  attributeRules: [
    {
      types: ["aws_rds_cluster", "aws_db_instance"],
      path: "deletion_protection",
      weakens: goesOff,
      severity: "danger",
      says: "has no deletion protection",
      why: "A slip in a later plan, or one click, can then delete the patient records.",
    },
    {
      types: ["aws_dynamodb_table"],
      path: "deletion_protection_enabled",
      weakens: goesOff,
      severity: "warning",
      says: "has no deletion protection",
      why: "A slip in a later plan can then delete it with all that is in it.",
    },
    {
      types: ["aws_lb"],
      path: "enable_deletion_protection",
      weakens: goesOff,
      severity: "warning",
      says: "has no deletion protection",
      why: "A slip in a later plan can then take the application off the network.",
    },
    {
      types: ["aws_rds_cluster", "aws_db_instance"],
      path: "skip_final_snapshot",
      weakens: goesOn,
      severity: "danger",
      says: "is deleted without a last snapshot",
      why: "Once it is deleted nothing but the backup plan's recovery points can bring the records back.",
    },
    {
      types: ["aws_rds_cluster", "aws_db_instance"],
      path: "final_snapshot_identifier",
      weakens: isTakenAway,
      severity: "danger",
      says: "has no name for a last snapshot",
      why: "Without a name none is made when it is deleted.",
    },
    {
      types: ["aws_backup_vault_lock_configuration"],
      path: "max_retention_days",
      weakens: changes,
      severity: "danger",
      says: "refuses backups that are kept for longer, or for another time",
      why: "A rule of the plan with a longer retention makes no recovery points any more.",
    },
    {
      types: ["aws_rds_cluster", "aws_db_instance"],
      path: "delete_automated_backups",
      weakens: weakerWhere(({ before, after, isNew }) => !isNew && before === false && after === true),
      severity: "danger",
      says: "loses its automated backups when it is deleted",
      why: "Nobody can go back to a second before the deletion.",
    },
    {
      types: ["aws_s3_bucket"],
      path: "force_destroy",
      weakens: goesOn,
      severity: "danger",
      says: "is destroyed together with its objects",
      why: "Without it, AWS refuses to delete a bucket that is not empty.",
    },
    {
      types: ["aws_ecr_repository"],
      path: "force_delete",
      weakens: goesOn,
      severity: "warning",
      says: "is destroyed together with its images",
      why: "Without it, AWS refuses to delete a repository that is not empty.",
    },
    {
      types: ["aws_backup_vault"],
      path: "force_destroy",
      weakens: goesOn,
      severity: "danger",
      says: "is destroyed together with its recovery points",
      why: "Without it, AWS refuses to delete a vault that is not empty.",
    },
    {
      types: ["aws_secretsmanager_secret"],
      path: "recovery_window_in_days",
      weakens: goesDown,
      severity: "warning",
      says: "can be restored for fewer days",
      why: "With 0 days a deleted secret is gone at once.",
    },
    {
      types: ["aws_backup_vault_lock_configuration"],
      path: "min_retention_days",
      weakens: goesDown,
      severity: "danger",
      says: "lets recovery points be deleted sooner",
      why: "The lock is what keeps an intruder with administrator rights from the backups.",
    },
    {
      types: ["aws_backup_vault_lock_configuration"],
      path: "changeable_for_days",
      weakens: weakerWhere(({ before, after }) => isEmptyDays(before) && !isEmptyDays(after)),
      severity: "danger",
      whenNew: "danger",
      says: "becomes final",
      why: "After these days nobody can lift the lock, AWS included, and nothing in the vault can be deleted before its time.",
    },
    {
      types: ["aws_efs_file_system"],
      path: "protection.0.replication_overwrite",
      weakens: becomes(/^(DISABLED|REPLICATING)$/),
      severity: "warning",
      says: "can be written over by a replication",
      why: "The files can then be replaced by those of another file system.",
    },
    {
      types: ["aws_s3_bucket_object_lock_configuration"],
      path: "rule.0.default_retention.0.mode",
      weakens: becomes(/^GOVERNANCE$/),
      severity: "warning",
      says: "can be lifted by administrators",
      why: "In this mode whoever has the right can delete objects before their time.",
    },
  ],
  deletionRules: [
    {
      types: ["aws_backup_vault_lock_configuration", "aws_backup_vault_policy"],
      severity: "danger",
      says: "is deleted",
      why: "Recovery points can then be deleted before their time.",
    },
    {
      types: ["aws_s3_bucket_object_lock_configuration"],
      severity: "danger",
      says: "is deleted",
      why: "Objects can then be deleted before their time.",
    },
  ],
});

function isEmptyDays(days: unknown): boolean {
  return days === undefined || days === null || days === 0;
}
