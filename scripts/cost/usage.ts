import type { BigSource } from "big.js";

/** Uses a month that an estimate can take, with their meaning. The name is the option's, with underscores. */
export const USAGE = {
  requests_per_month: "requests of browsers and apps",
  load_balancer_capacity_hours: "hours of load balancer capacity units (LCU)",
  internet_gb: "GB sent to the internet",
  nat_gb: "GB through the NAT gateways",
  endpoint_gb: "GB through the interface endpoints",
  task_hours: "hours of tasks that autoscaling adds to the minimum",
  database_awake_hours: "hours for which a database that may pause is awake",
  acu_hours: "ACU-hours of Aurora above its minimum",
  database_storage_gb: "GB in the database",
  database_io_requests: "reads and writes of the database's storage",
  data_api_requests: "requests to the RDS Data API",
  cache_storage_gb: "GB in the cache above its minimum, on average",
  cache_ecpus: "ElastiCache processing units (ECPU)",
  files_storage_gb: "GB in the file system",
  backup_database_gb: "GB of backups of the database beyond the free size of the database",
  backup_files_gb: "GB of backups of the file system",
  copied_database_gb: "GB of copies of the database's backups in another region or account",
  copied_files_gb: "GB of copies of the file system's backups in another region or account",
  copy_transfer_gb: "GB of backups that are copied to another region",
  bucket_storage_gb: "GB in buckets",
  bucket_writes: "requests that write to buckets",
  bucket_reads: "requests that read from buckets",
  log_ingest_gb: "GB of logs that arrive in CloudWatch",
  log_storage_gb: "GB of logs kept in CloudWatch",
  kms_requests: "requests to KMS",
  secret_requests: "requests to Secrets Manager",
  function_requests: "invocations of Lambda functions",
  function_gb_seconds: "GB-seconds of Lambda functions on ARM",
  queue_requests: "requests to SQS",
  notifications: "notifications of SNS",
  scheduled_invocations: "invocations of EventBridge Scheduler",
  emails: "e-mails sent or received",
} as const;

export type UsageName = keyof typeof USAGE;

export const USAGE_NAMES = Object.keys(USAGE) as UsageName[];

/** Quantities of a month. @default - nothing is used */
export type Usage = Readonly<Partial<Record<UsageName, BigSource>>>;

/** `--acu-hours` */
export function optionOf(name: UsageName): string {
  return `--${name.replaceAll("_", "-")}`;
}
