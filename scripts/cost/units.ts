interface Unit {
  /** The unit that is billed, in words: `1,460 hours`. */
  readonly unit: string;
  /** By the hour for as long as a thing exists. @default - by the month, or by use */
  readonly hourly?: true;
  /** How many of what is used make one of what is priced: 1,000,000 for a price of a million requests. @default 1 */
  readonly of?: number;
}

const MILLION = 1_000_000;

/** The unit of each price. The amounts are in the files of `prices/`. */
export const UNITS = {
  alarm_month: { unit: "alarms" },
  aurora_acu_hour: { unit: "ACU-hours", hourly: true },
  aurora_backup_gb: { unit: "GB-months" },
  aurora_io_requests: { unit: "million requests", of: MILLION },
  aurora_storage_gb: { unit: "GB-months" },
  composite_alarm_month: { unit: "alarms" },
  dashboard_month: { unit: "dashboards" },
  data_api_requests: { unit: "million requests", of: MILLION },
  database_insights_acu_hour: { unit: "ACU-hours", hourly: true },
  efs_backup_gb: { unit: "GB-months" },
  efs_gb: { unit: "GB-months" },
  emails: { unit: "thousand e-mails", of: 1_000 },
  endpoint_gb: { unit: "GB" },
  fargate_arm_gb_hour: { unit: "GB-hours", hourly: true },
  fargate_arm_vcpu_hour: { unit: "vCPU-hours", hourly: true },
  fargate_x86_gb_hour: { unit: "GB-hours", hourly: true },
  fargate_x86_vcpu_hour: { unit: "vCPU-hours", hourly: true },
  global_accelerator_hour: { unit: "hours", hourly: true },
  interface_endpoint_hour: { unit: "hours", hourly: true },
  internet_gb: { unit: "GB" },
  kms_key_month: { unit: "keys" },
  kms_requests: { unit: "ten thousand requests", of: 10_000 },
  lambda_gb_seconds: { unit: "GB-seconds" },
  lambda_requests: { unit: "million requests", of: MILLION },
  load_balancer_capacity_hours: { unit: "LCU-hours" },
  load_balancer_hour: { unit: "hours", hourly: true },
  log_ingest_gb: { unit: "GB" },
  log_storage_gb: { unit: "GB-months" },
  metric_month: { unit: "metrics" },
  nat_gateway_hour: { unit: "hours", hourly: true },
  nat_gb: { unit: "GB" },
  notifications: { unit: "million requests", of: MILLION },
  public_ipv4_hour: { unit: "hours", hourly: true },
  queue_requests: { unit: "million requests", of: MILLION },
  region_transfer_gb: { unit: "GB" },
  s3_gb: { unit: "GB-months" },
  s3_reads: { unit: "thousand requests", of: 1_000 },
  s3_writes: { unit: "thousand requests", of: 1_000 },
  scheduled_invocations: { unit: "million invocations", of: MILLION },
  secret_month: { unit: "secrets" },
  secret_requests: { unit: "ten thousand requests", of: 10_000 },
  valkey_ecpus: { unit: "million ECPUs", of: MILLION },
  valkey_gb_hour: { unit: "GB-hours", hourly: true },
  waf_acl_month: { unit: "ACLs" },
  waf_requests: { unit: "million requests", of: MILLION },
  waf_rule_month: { unit: "rules" },
} as const satisfies Record<string, Unit>;

export type PriceName = keyof typeof UNITS;

export function unitOf(price: PriceName): Unit {
  return UNITS[price];
}

/** As AWS's own examples have it: 365 days of 24 hours, divided by 12. */
export const HOURS_A_MONTH = 730;
