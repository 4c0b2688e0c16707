import { App, TerraformStack } from "cdktf";
import { declareVariables } from "../../src/variables";
import type { Values } from "./offline-account";

export const CERTIFICATE =
  "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000";

export const DOCKER_HUB_CREDENTIAL =
  "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/docker-hub-AbCdEf";

export const TEAMS_CHANNEL =
  "https://teams.microsoft.com/l/channel/19%3Aab12cd%40thread.tacv2/Alarms?groupId=01234567-89ab-cdef-0123-456789abcde0&tenantId=01234567-89ab-cdef-0123-456789abcdef";

/** Off, where that is neither false nor null, or where the variable is on by default. */
const SMALLEST: Values = {
  alarm_email_addresses: [],
  allow_plain_http: true,
  analytics_file_export_deletes: true,
  analytics_internet_access: true,
  availability_zone_count: 2,
  bedrock_model_ids: [],
  database_password_rotation_days: 0,
  deletion_protection: false,
  enable_long_term_cloudtrail_monitoring: false,
  enable_monitoring: false,
  // No toggle: it has the load balancer made anew.
  internal_load_balancer: false,
  security_alarm_groups: [],
  security_group_ip_range_ipv4: [],
  security_group_ip_range_ipv6: [],
  single_nat_gateway: true,
};

/** A name, in the domain that others have, and a certificate that covers it. */
const NAMED: Values = { certificate_arn: CERTIFICATE, host_name: "emr.example.org" };

const MAIL: Values = { route53_domain: "example.org", configure_ses: true };

/** Values that turn toggles on which need others beside them, or have a name of their own. */
const NAMED_TOGGLES = {
  "a certificate": { certificate_arn: CERTIFICATE },
  "an IPv4 range": { security_group_ip_range_ipv4: ["203.0.113.0/24"] },
  "an IPv6 range": { security_group_ip_range_ipv6: ["2001:db8::/32"] },
  "a domain": { route53_domain: "example.org" },
  "an accelerator": { enable_global_accelerator: true },
  "rotation of the database's password": { database_password_rotation_days: 30 },
  "a third zone": { availability_zone_count: 3 },
  "a NAT gateway in each zone": { single_nat_gateway: false },
  "a lock on the vault": { enable_backup_vault_lock: true },
  "copies of backups in another region": { backup_copy_region: "ca-central-1" },
  "copies that nobody can delete": {
    backup_copy_region: "ca-central-1",
    enable_backup_copy_vault_lock: true,
  },
  "the audit trail": { enable_long_term_cloudtrail_monitoring: true },
  "the audit trail with reads and writes of objects": {
    enable_long_term_cloudtrail_monitoring: true,
    enable_s3_data_events: true,
  },
  "deletion protection": { deletion_protection: true },
  "a database that goes without a last snapshot": { skip_final_snapshot: true },
  "a firewall that only counts": { waf_count_only: true },
  "the APIs": { activate_openemr_apis: true, ...NAMED },
  "the patient portal": { enable_patient_portal: true, ...NAMED },
  "ECS Exec": { enable_ecs_exec: true },
  "the Data API": { enable_data_api: true },
  "statements in the database's logs": { log_database_statements: true },
  Bedrock: { enable_bedrock_integration: true, bedrock_model_ids: ["amazon.nova-lite-v1:0"] },
  "alarms and a dashboard": { enable_monitoring: true },
  "all that the trail can tell people, and a budget": {
    enable_monitoring: true,
    enable_long_term_cloudtrail_monitoring: true,
    security_alarm_groups: ["sign-in", "guards", "denied", "policies", "network"],
    monthly_budget_usd: 500,
  },
  "a look at the public address": {
    enable_monitoring: true,
    enable_probe: true,
    ...NAMED,
    // With the range of the other toggle.
    security_group_ip_range_ipv4: ["203.0.113.0/24", "0.0.0.0/0"],
    aurora_minimum_capacity: 0.5,
  },
  "alarms that somebody is told of": {
    enable_monitoring: true,
    alarm_email_addresses: ["operations@example.org"],
  },
  "a detector of GuardDuty": { enable_monitoring: true, enable_guardduty: true },
  "channels that are told of alarms": {
    enable_monitoring: true,
    slack_channel: "T0123ABCDEF/C0123ABCDEF",
    teams_channel: TEAMS_CHANNEL,
  },
  "the SMTP port": { open_smtp_port: true },
  mail: MAIL,
  "SMTP through the endpoint only": { ...MAIL, restrict_smtp_to_endpoint: true },
  "received mail": {
    ...MAIL,
    email_forwarding_address: "helpdesk@example.com",
    activate_receipt_rule_set: true,
    manage_apex_mx_record: true,
    manage_dmarc_record: true,
  },
  "the analytics environment with all that it offers": {
    create_serverless_analytics_environment: true,
    keep_analytics_exports: true,
    analytics_file_export_deletes: false,
    analytics_file_export_schedule: "rate(1 day)",
    analytics_database_export_schedule: "cron(0 4 ? * SUN *)",
    enable_sagemaker_canvas: true,
    enable_sagemaker_endpoints: true,
    enable_sagemaker_mlflow: true,
    enable_sagemaker_rstudio: true,
  },
  "analytics without internet": {
    create_serverless_analytics_environment: true,
    enable_sagemaker_endpoints: true,
    analytics_internet_access: false,
  },
  "exports that outlive the analytics environment": { keep_analytics_exports: true },
  "a cache of images": {
    enable_image_pull_through_cache: true,
    docker_hub_credential_secret_arn: DOCKER_HUB_CREDENTIAL,
  },
} as const satisfies Readonly<Record<string, Values>>;

/** Variables that are off by default: false, or null. */
const OFF_BY_DEFAULT: Values = Object.fromEntries(
  Object.values(declareVariables(new TerraformStack(new App(), "variables")))
    .filter(({ type, default: value, isOptional }) => isOptional || (type === "bool" && value === false))
    .map(({ node, isOptional }) => [node.id, isOptional ? null : false]),
);

/** Everything off: the smallest installation. */
export const OFF: Values = { ...OFF_BY_DEFAULT, ...SMALLEST };

/** Variables of the type bool that nothing above names: each is a toggle by itself. */
const PLAIN_TOGGLES = Object.keys(OFF_BY_DEFAULT).filter(
  (name) =>
    OFF_BY_DEFAULT[name] === false &&
    ![SMALLEST, ...Object.values(NAMED_TOGGLES)].some((values) => name in values),
);

/** Values that turn each toggle on, by the toggle's name. */
export const TOGGLES = {
  ...NAMED_TOGGLES,
  ...Object.fromEntries(PLAIN_TOGGLES.map((name): [string, Values] => [name, { [name]: true }])),
} as typeof NAMED_TOGGLES;

/** Everything on; with a domain, whose certificate is made, and not with one that the operator names. */
export const EVERYTHING: Values = Object.assign({}, OFF, ...Object.values(TOGGLES), {
  certificate_arn: null,
});

export type ToggleName = keyof typeof TOGGLES;

/** Resources that variables add only together, or no longer add when another one is set as well. */
export interface Interaction {
  /** All of them have other values than in {@link OFF}. */
  readonly variables: readonly string[];
  readonly adds?: readonly string[];
  readonly spares?: readonly string[];
}

const RANGES = { ipv4: "203.0.113.0/24", ipv6: "2001:db8::/32" } as const;

/** Alarms of mail, one for each metric of its faults: those of sending, and more of forwarding. */
const MAIL_ALARMS = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => `aws_cloudwatch_metric_alarm.monitoring_mail_fault[${i + from}]`);

const ALARM = (name: string) => `aws_cloudwatch_metric_alarm.monitoring_alarm_${name}[0]`;

const NAT_ALARM = (index: number) => `aws_cloudwatch_metric_alarm.monitoring_nat_ports[${index}]`;

export const INTERACTIONS: readonly Interaction[] = [
  { variables: ["enable_monitoring", "database_password_rotation_days"], adds: [ALARM("database_rotation")] },
  {
    variables: ["enable_monitoring", "configure_ses"],
    adds: [
      ...[ALARM("mail_bounces"), ALARM("mail_complaints"), ALARM("smtp_credentials")],
      "aws_cloudwatch_event_rule.monitoring_event_mail_paused[0]",
      "aws_cloudwatch_event_target.monitoring_event_mail_paused_target[0]",
    ],
  },
  {
    variables: ["slack_channel", "configure_ses"],
    adds: ["aws_cloudwatch_event_target.monitoring_event_mail_paused_chat[0]"],
  },
  {
    variables: ["enable_monitoring", "backup_copy_region"],
    adds: [ALARM("copies_missing"), "aws_cloudwatch_event_rule.monitoring_event_copy_completed[0]"],
  },
  { variables: ["enable_monitoring", "enable_restore_testing"], adds: [ALARM("restore_test")] },
  {
    variables: ["enable_monitoring", "create_serverless_analytics_environment"],
    adds: [
      ALARM("export_database"),
      ALARM("export_files"),
      ...["database", "file"].flatMap((what) => [
        `aws_cloudwatch_event_rule.monitoring_event_${what}_export_failed[0]`,
        `aws_cloudwatch_event_target.monitoring_event_${what}_export_failed_target[0]`,
      ]),
    ],
  },
  {
    variables: ["slack_channel", "create_serverless_analytics_environment"],
    adds: ["database", "file"].map(
      (what) => `aws_cloudwatch_event_target.monitoring_event_${what}_export_failed_chat[0]`,
    ),
  },
  ...["certificate_arn", "route53_domain"].map((https) => ({
    variables: ["enable_monitoring", https],
    adds: [ALARM("certificate_ends")],
  })),
  { variables: ["enable_monitoring", "single_nat_gateway"], adds: [NAT_ALARM(1)] },
  {
    variables: ["enable_monitoring", "single_nat_gateway", "availability_zone_count"],
    adds: [NAT_ALARM(2)],
  },
  // The probe sees both.
  { variables: ["enable_probe"], spares: [ALARM("all_requests_fail"), ALARM("certificate_ends")] },
  { variables: ["enable_monitoring", "configure_ses"], adds: MAIL_ALARMS(3) },
  { variables: ["enable_monitoring", "email_forwarding_address"], adds: MAIL_ALARMS(7, 3) },
  {
    variables: ["create_serverless_analytics_environment", "analytics_internet_access"],
    spares: ["spark", "studio"].map(
      (part) => `aws_vpc_security_group_egress_rule.analytics_${part}_to_https[0]`,
    ),
  },
  ...["certificate_arn", "route53_domain"].flatMap((https): Interaction[] =>
    (["ipv4", "ipv6"] as const).map((family) => ({
      variables: [https, `security_group_ip_range_${family}`],
      adds: [`aws_vpc_security_group_ingress_rule.edge_${family}_https["${RANGES[family]}"]`],
    })),
  ),
  {
    variables: ["route53_domain", "security_group_ip_range_ipv6"],
    adds: ["aws_route53_record.address_ipv6[0]"],
  },
  {
    variables: ["certificate_arn", "route53_domain"],
    spares: [
      "aws_acm_certificate.certificate[0]",
      "aws_acm_certificate_validation.certificate_issued[0]",
      "aws_route53_record.certificate_validation[0]",
    ],
  },
  {
    variables: ["create_serverless_analytics_environment", "enable_image_pull_through_cache"],
    adds: [
      "aws_ecr_lifecycle_policy.images_aws_cli_lifecycle[0]",
      "aws_ecr_pull_through_cache_rule.images_aws_cli_rule[0]",
      "aws_ecr_repository.images_aws_cli[0]",
    ],
  },
  {
    variables: ["availability_zone_count", "single_nat_gateway"],
    adds: ["aws_eip.network_nat_address[2]", "aws_nat_gateway.network_nat[2]"],
  },
];

/** The addresses that toggles add to the smallest installation, by what each adds by itself. */
export function addsTogether(values: Values, single: ReadonlyArray<readonly string[]>): string[] {
  const isSet = (variable: string) => variable in values && values[variable] !== OFF[variable];
  const found = INTERACTIONS.filter(({ variables }) => variables.every(isSet));
  const all = new Set([...single.flat(), ...found.flatMap(({ adds = [] }) => adds)]);
  for (const address of found.flatMap(({ spares = [] }) => spares)) all.delete(address);
  return [...all].sort();
}
