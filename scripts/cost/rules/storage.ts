import type { PlannedResource } from "../../plan/resource";
import type { Rules } from "../rule";

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
