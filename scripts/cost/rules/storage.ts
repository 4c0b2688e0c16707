import type { PlannedResource } from "../../plan/resource";
import type { Rules } from "../rule";

/** Whether backups go to another region or account as well. */
function isCopied(plan: PlannedResource): boolean {
  const rules = plan.get("rule");
  return Array.isArray(rules) && rules.some((rule) => rule?.copy_action?.length > 0);
}

/** Files, buckets, tables and backups: only by use. */
export const storageRules: Rules = {
  aws_efs_file_system: {
    usage: [{ what: "File system storage", price: "efs_gb", usage: "files_storage_gb" }],
    notes: ["Reads and writes of the file system, and what it moves to Infrequent Access."],
  },
  aws_s3_bucket: {
    usage: [
      {
        what: "Storage in buckets",
        price: "s3_gb",
        usage: "bucket_storage_gb",
        capability: "Buckets",
      },
      { what: "Writes to buckets", price: "s3_writes", usage: "bucket_writes", capability: "Buckets" },
      { what: "Reads from buckets", price: "s3_reads", usage: "bucket_reads", capability: "Buckets" },
    ],
  },
  aws_backup_vault: {
    usage: [{ what: "Backups of the file system", price: "efs_backup_gb", usage: "backup_files_gb" }],
    notes: ["Restores, and backups in cold storage."],
  },
  aws_backup_restore_testing_plan: {
    notes: [
      "AWS Backup's charge for each restore test, and what is restored for the hours that it is there.",
    ],
  },
  aws_backup_plan: {
    usage: [
      {
        what: "Copies of backups of the database elsewhere",
        price: "aurora_backup_gb",
        usage: "copied_database_gb",
        when: isCopied,
      },
      {
        what: "Copies of backups of the file system elsewhere",
        price: "efs_backup_gb",
        usage: "copied_files_gb",
        when: isCopied,
      },
      {
        what: "Copies of backups on their way to another region",
        price: "region_transfer_gb",
        usage: "copy_transfer_gb",
        when: isCopied,
      },
    ],
  },
  aws_ecr_repository: { notes: ["Storage of images that ECR keeps."] },
  aws_dynamodb_table: {
    charges: [
      {
        what: "Provisioned capacity of tables",
        price: () => undefined,
        kind: "hourly",
        count: (table: PlannedResource) => (table.get("billing_mode") === "PAY_PER_REQUEST" ? 0 : undefined),
      },
    ],
    notes: ["Requests to tables, and their storage."],
  },
};
