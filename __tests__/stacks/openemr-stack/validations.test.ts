import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Terraform } from "../../../scripts/terraform/terraform";
import { refusalsOf } from "../../support/refused-values";
import { SynthesizedProject } from "../../support/synthesized-project";
import { CERTIFICATE, TEAMS_CHANNEL } from "../../support/toggles";

type BadValue = [variable: string, value: unknown, mustBe: string, others?: Record<string, unknown>];

const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;

const BAD_VERSIONS = [
  "latest",
  "dev",
  "next",
  "8.4",
  "v8_4_1",
  "8.4.1-dev",
  "8.4.1-2026-13-01",
  "8.4.1-2026-10-01-n1",
  "8.4.1@sha256:0123",
  `openemr/openemr:8.4.1@${DIGEST}`,
  "release-candidate-12345-1",
  "",
  " 8.4.1",
];

const CREDENTIAL =
  "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/docker-hub-AbCdEf";

const BAD_CREDENTIALS = [CREDENTIAL.replace("ecr-pullthroughcache/", ""), "ecr-pullthroughcache/docker-hub"];

const SHORTEST = "a list of IPv6 ranges in CIDR notation whose host bits are zero, in their shortest form";

const MODELS = { bedrock_model_ids: ["amazon.nova-lite-v1:0"] };
const DOMAIN = { route53_domain: "example.org", configure_ses: true };
const FORWARDED = { ...DOMAIN, email_forwarding_address: "helpdesk@example.com" };

const EVERYBODY = { security_group_ip_range_ipv4: ["0.0.0.0/0"], aurora_minimum_capacity: 0.5 };
const NAMED = { certificate_arn: CERTIFICATE, host_name: "emr.example.org" };

const [SUBNET, OTHER] = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"];
const VPC = { vpc_id: "vpc-0123456789abcdef0", private_subnet_ids: [SUBNET, OTHER] };
const INTERNAL = { internal_load_balancer: true };

const BAD_NETWORK_VALUES: BadValue[] = [
  ...["openemr", "vpc-1", "subnet-0123456789abcdef0"].map(
    (value): BadValue => ["vpc_id", value, "the id of a VPC", { ...VPC, ...INTERNAL }],
  ),
  ["private_subnet_ids", ["10.0.0.0/24", SUBNET], "a list of different ids of subnets", VPC],
  ["private_subnet_ids", [SUBNET, SUBNET], "a list of different ids of subnets", VPC],
  [
    "private_subnet_ids",
    [SUBNET, OTHER],
    "as many as availability_zone_count with vpc_id, and empty without",
  ],
  ["private_subnet_ids", [SUBNET], "as many as availability_zone_count with vpc_id", VPC],
  ["public_subnet_ids", ["public"], "a list of different ids of subnets", VPC],
  ["public_subnet_ids", [SUBNET], "empty without vpc_id"],
  ["public_subnet_ids", [], "at least as many as availability_zone_count with vpc_id", VPC],
  ["public_subnet_ids", [OTHER, "subnet-0000000000000000a"], "other subnets than private_subnet_ids", VPC],
  ["enable_nat_gateways", false, "true with vpc_id", { ...VPC, ...INTERNAL }],
  ["enable_global_accelerator", true, "false with internal_load_balancer", INTERNAL],
  ["security_group_ip_range_ipv6", ["2001:db8::/32"], "empty with internal_load_balancer", INTERNAL],
  ["enable_probe", true, "false with internal_load_balancer", { ...EVERYBODY, ...NAMED, ...INTERNAL }],
];

const BAD_MONITORING_VALUES: BadValue[] = [
  ["alarm_email_addresses", ["operations"], "a list of e-mail addresses"],
  ["security_alarm_groups", ["root"], "a list of sign-in, guards, denied, policies, network"],
  ["monthly_budget_usd", 0, "more than 0"],
  ["monthly_budget_usd", 500, "null without monitoring", { enable_monitoring: false }],
  ["enable_guardduty", true, "false without monitoring", { enable_monitoring: false }],
  ["slack_channel", "C0123ABCDEF", "the ids of a workspace and of a channel"],
  ["slack_channel", "T0123/C0123", "null without monitoring", { enable_monitoring: false }],
  ["teams_channel", "https://teams.microsoft.com/l/team/19%3A", "the link to a channel of Teams"],
  ["teams_channel", TEAMS_CHANNEL, "null without monitoring", { enable_monitoring: false }],
  ["enable_probe", true, "false without monitoring", { ...EVERYBODY, ...NAMED, enable_monitoring: false }],
  [
    "enable_probe",
    true,
    "false without HTTPS",
    { ...EVERYBODY, certificate_arn: null, host_name: null, allow_plain_http: true },
  ],
  ["enable_probe", true, "false without a name", { ...EVERYBODY, ...NAMED, host_name: null }],
  [
    "enable_probe",
    true,
    "false unless security_group_ip_range_ipv4 has 0.0.0.0/0",
    { ...EVERYBODY, ...NAMED, security_group_ip_range_ipv4: ["203.0.113.0/24"] },
  ],
  [
    "enable_probe",
    true,
    "false with aurora_minimum_capacity = 0",
    { ...EVERYBODY, ...NAMED, aurora_minimum_capacity: 0 },
  ],
];

const BAD_MAIL_VALUES: BadValue[] = [
  ["configure_ses", true, "false without route53_domain"],
  ...["af-south-1", "me-south-1", "ap-east-1"].map(
    (region): BadValue => [
      "configure_ses",
      true,
      "false in this region, which has no SMTP endpoint of Amazon SES",
      { route53_domain: "example.org", region, certificate_arn: null },
    ],
  ),
  [
    "email_forwarding_address",
    "a@example.com",
    "null, as configure_ses is false",
    { route53_domain: "example.org" },
  ],
  ["email_forwarding_address", "helpdesk", "an e-mail address", DOMAIN],
  ["email_forwarding_address", "help desk@example.com", "an e-mail address", DOMAIN],
  ["email_forwarding_address", "helpdesk@example", "an e-mail address", DOMAIN],
  ["email_forwarding_address", ".helpdesk@example.com", "an e-mail address", DOMAIN],
  ["email_forwarding_address", "a@example.com, b@example.com", "an e-mail address", DOMAIN],
  [
    "email_forwarding_address",
    "helpdesk@example.com",
    "null in this region, which has no endpoint of Amazon SES that receives mail",
    { ...DOMAIN, region: "eu-central-2", certificate_arn: null },
  ],
  ...["help@example.org", "Help@Example.org", "help+x@example.org", "notifications@example.org"].map(
    (address): BadValue => [
      "email_forwarding_address",
      address,
      "another address than help@ and notifications@ of route53_domain",
      DOMAIN,
    ],
  ),
  ["manage_apex_mx_record", true, "false without email_forwarding_address", DOMAIN],
  [
    "manage_apex_mx_record",
    true,
    "false while email_forwarding_address is in route53_domain",
    { ...DOMAIN, email_forwarding_address: "Doctor@Example.org" },
  ],
  ["manage_dmarc_record", true, "false without configure_ses", { route53_domain: "example.org" }],
  ["activate_receipt_rule_set", true, "false without email_forwarding_address", DOMAIN],
  [
    "activate_receipt_rule_set",
    true,
    "false with receipt_rule_set_name",
    { ...FORWARDED, receipt_rule_set_name: "corporate" },
  ],
  ["receipt_rule_set_name", "corporate", "null without email_forwarding_address", DOMAIN],
  ["receipt_rule_set_name", "-corporate", "the name of a receipt rule set", FORWARDED],
  ["receipt_rule_set_name", "a".repeat(65), "the name of a receipt rule set", FORWARDED],
  ["database_password_rotation_days", 1001, "a whole number from 0 to 1000"],
  ["mail_retention_days", 0, "a whole number from 1 to 3653"],
  ["mail_forwarding_quota_percent", 0, "a whole number from 1 to 100"],
  ["mail_sender_addresses", ["Dr.Roe@example.org"], "a list of e-mail addresses in lower case", DOMAIN],
  ["mail_sender_addresses", ["dr.roe@example.net"], "a list of addresses in route53_domain", DOMAIN],
  ["restrict_smtp_to_endpoint", true, "false without configure_ses"],
];

/**
 * A value that breaks each rule of each variable, and what the message says is allowed. A test below sees to it
 * that no rule is left out.
 */
const BAD_VALUES: BadValue[] = [
  ["name", "open-emr", "lower-case letters and digits, beginning with a letter"],
  ["name", "internal", "another name than sg and internal"],
  ["name", "awsclinic", "a name that does not begin with aws or ssm"],
  ["name", "ssmith", "a name that does not begin with aws or ssm"],
  ["name", "a".repeat(33), "at most 32 characters long"],
  ["region", "us-gov-west-1", "a region of the commercial partition"],
  ...["us-east", "us-east-9", "xx-east-1"].map(
    (region): BadValue => ["region", region, "the code of an AWS region"],
  ),
  ["region", "eu-isoe-west-1", "a region of the commercial partition"],
  [
    "enable_global_accelerator",
    true,
    "false in this region, which has no Global Accelerator",
    { region: "mx-central-1" },
  ],
  [
    "enable_data_api",
    true,
    "false in this region, which has no Data API for Aurora MySQL",
    { region: "eu-central-2" },
  ],
  [
    "enable_bedrock_integration",
    true,
    "false in this region, which has no Amazon Bedrock",
    { region: "ap-east-1", ...MODELS },
  ],
  ["tags", Object.fromEntries(Array.from({ length: 41 }, (_, i) => [`k${10 + i}`, "v"])), "at most 40 tags"],
  ["tags", { "AWS:x": "y" }, "free of keys that begin with aws:"],
  ["tags", { A: "1", a: "2" }, "free of keys that differ only in upper and lower case"],
  ["tags", { environment: "y" }, "free of Application, Environment, ManagedBy"],
  ["permissions_boundary_arn", "arn:aws:iam::123456789012:role/x", "the ARN of a policy of IAM"],
  ["vpc_cidr", "300.0.0.0/8", "an IPv4 range in CIDR notation"],
  ["vpc_cidr", "10.0.0.1/16", "an IPv4 range in CIDR notation whose host bits are zero"],
  ["vpc_cidr", "10.0.0.0/24", "a range from /16 to /20"],
  ["vpc_cidr", "8.8.0.0/16", "a private range"],
  ["availability_zone_count", 1, "one of 2, 3"],
  ...["300.0.0.0/8", "2001:db8::/32", "203.0.113.7", "203.0.113.7/24"].map(
    (range): BadValue => [
      "security_group_ip_range_ipv4",
      ["198.51.100.0/24", range],
      "a list of IPv4 ranges in CIDR notation",
    ],
  ),
  // AWS gives the last three back as 2001:db8::/32, and every plan would show a change.
  ...["203.0.113.0/24", "2001:db8::1/32", "2001:DB8::/32", "2001:0db8::/32", "2001:db8:0:0:0:0:0:0/32"].map(
    (range): BadValue => ["security_group_ip_range_ipv6", [range], SHORTEST],
  ),
  [
    "security_group_ip_range_ipv4",
    Array.from({ length: 31 }, (_, i) => `10.${i}.0.0/16`),
    "at most 30 items",
  ],
  [
    "security_group_ip_range_ipv6",
    Array.from({ length: 31 }, (_, i) => `2001:db8:${i + 1}::/48`),
    "at most 30 items",
  ],
  [
    "certificate_arn",
    "arn:aws:iam::123456789012:server-certificate/x",
    "the ARN of a certificate of AWS Certificate Manager",
  ],
  ["certificate_arn", null, "given, as route53_domain is null and allow_plain_http is false"],
  ["route53_domain", "https://example.org", "a domain name in lower case, without a scheme"],
  ["route53_domain", "example.org.", "a domain name in lower case, without a scheme"],
  ["route53_domain", "Example.org", "a domain name in lower case, without a scheme"],
  ["route53_domain", "localhost", "a domain name in lower case, without a scheme"],
  ["route53_domain", `${"a".repeat(49)}.example`, "at most 56 characters long"],
  ["host_name", "openemr.example.org/portal", "a domain name in lower case, without a scheme"],
  [
    "host_name",
    "openemr.badexample.org",
    "route53_domain or a name in it",
    { route53_domain: "example.org" },
  ],
  ["host_name", `${"a".repeat(60)}.example`, "at most 64 characters long"],
  [
    "enable_data_api",
    true,
    "false with this aurora_engine_version",
    { aurora_engine_version: "8.0.mysql_aurora.3.06.1", aurora_minimum_capacity: 1 },
  ],
  [
    "enable_bedrock_integration",
    true,
    "false with this aurora_engine_version",
    { aurora_engine_version: "8.0.mysql_aurora.3.05.2", aurora_minimum_capacity: 1, ...MODELS },
  ],
  ["enable_bedrock_integration", true, "false without bedrock_model_ids"],
  ["bedrock_model_ids", ["*"], "a list of identifiers of models, such as amazon.nova-lite-v1:0"],
  ["aurora_ml_inference_timeout", 0, "a whole number from 1 to 2147483647"],
  ["activate_openemr_apis", true, "false without HTTPS", { certificate_arn: null, allow_plain_http: true }],
  ["enable_patient_portal", true, "false without HTTPS", { certificate_arn: null, allow_plain_http: true }],
  ["activate_openemr_apis", true, "false without a name"],
  ["enable_patient_portal", true, "false without a name"],
  ["enable_web_firewall", false, "true unless allow_plain_http is true"],
  ["waf_rate_limit", 9, "a whole number from 10 to 2000000000"],
  ["waf_sign_in_limit", 9, "a whole number from 10 to 2000000000"],
  [
    "waf_rule_action_overrides",
    { "rate-limit": "allow" },
    "a map in which rate-limit, sign-in-rate-limit, rewrite-command are block or count",
  ],
  ["waf_rule_action_overrides", { NoUserAgent_HEADER: "ignore" }, "a map from rule names to allow"],
  ["waf_rule_action_overrides", { NoSuchRule: "count" }, "a map whose keys are rules of the firewall"],
  ["backup_time", "5:00", "a time of day in UTC"],
  ["cache_snapshot_time", "24:00", "a time of day in UTC"],
  ["database_backup_window", "03:00", "two times of day in UTC"],
  ["database_backup_window", "03:00-03:29", "at least 30 minutes long"],
  ["database_maintenance_window", "09:00-10:00", "two times of the week in UTC"],
  ["database_maintenance_window", "sun:09:00-sun:09:29", "at least 30 minutes long"],
  ...[
    ["tue:03:15-tue:04:00", "03:00-03:30"],
    ["sun:23:30-mon:00:30", "00:00-00:30"],
    ["wed:00:15-wed:00:45", "23:45-00:30"],
    ["mon:00:00-sun:20:00", "03:00-03:30"],
  ].map(
    ([maintenance, backup]): BadValue => [
      "database_maintenance_window",
      maintenance,
      "a window in which database_backup_window has no part",
      { database_backup_window: backup },
    ],
  ),
  ["aurora_minimum_capacity", 0.7, "a number from 0 to 256 in steps of 0.5"],
  [
    "aurora_minimum_capacity",
    0,
    "above 0 with this aurora_engine_version",
    { aurora_engine_version: "8.0.mysql_aurora.3.04.0" },
  ],
  ["aurora_minimum_capacity", 65, "at most aurora_maximum_capacity"],
  ["aurora_maximum_capacity", 0.5, "a number from 1 to 256 in steps of 0.5"],
  ["aurora_engine_version", "5.7.mysql_aurora.2.11.1", "a version of Aurora MySQL 3"],
  ["database_backup_retention_days", 36, "a whole number from 1 to 35"],
  ["performance_insights_retention_days", 30, "one of 7, 31"],
  ["net_read_timeout", 0, "a whole number from 1 to 31536000"],
  ["net_write_timeout", 31_536_001, "a whole number from 1 to 31536000"],
  ["wait_timeout", 1.5, "a whole number from 1 to 31536000"],
  ["wait_timeout", 901, "at most 900 while aurora_minimum_capacity is 0", { aurora_minimum_capacity: 0 }],
  ["connect_timeout", 1, "a whole number from 2 to 31536000"],
  ["max_execution_time", -1, "a whole number from 0 to 4294967295"],
  ["cache_maximum_storage_gb", 0, "a whole number from 1 to 5000"],
  ["cache_maximum_ecpu_per_second", 999, "a whole number from 1000 to 15000000"],
  ["cache_snapshot_retention_days", 36, "a whole number from 0 to 35"],
  ...BAD_VERSIONS.map((value): BadValue => ["openemr_version", value, "a released version"]),
  ["openemr_version", "7.0.2", "7.0.3 or newer"],
  ["openemr_version", "6.1.0-2026-10-01", "7.0.3 or newer"],
  ...[
    "openemr/openemr:8.4.1",
    `openemr/openemr@${DIGEST}`,
    "https://ghcr.io/openemr/openemr",
    "OpenEMR",
    "",
  ].map(
    (value): BadValue => [
      "openemr_image_repository",
      value,
      "the name of a repository of images without a tag",
    ],
  ),
  ["openemr_image_repository", `${"a".repeat(200)}/b`, "at most 200 characters long"],
  [
    "enable_image_pull_through_cache",
    true,
    "false unless openemr_image_repository is <owner>/<name> on Docker Hub",
    { openemr_image_repository: "ghcr.io/clinic/openemr", docker_hub_credential_secret_arn: CREDENTIAL },
  ],
  ...BAD_CREDENTIALS.map(
    (arn): BadValue => [
      "docker_hub_credential_secret_arn",
      arn,
      "the ARN of a secret whose name begins with ecr-pullthroughcache/",
      { enable_image_pull_through_cache: true },
    ],
  ),
  [
    "docker_hub_credential_secret_arn",
    CREDENTIAL.replace("us-east-1", "eu-west-1"),
    "in the region of the installation",
    { enable_image_pull_through_cache: true },
  ],
  ["docker_hub_credential_secret_arn", CREDENTIAL, "null, as enable_image_pull_through_cache is false"],
  [
    "docker_hub_credential_secret_arn",
    null,
    "given, as enable_image_pull_through_cache is true",
    { enable_image_pull_through_cache: true },
  ],
  ["openemr_service_fargate_cpu", 1000, "one of 256, 512, 1024"],
  ["openemr_service_fargate_memory", 1536, "a size that Fargate offers for openemr_service_fargate_cpu"],
  ["php_memory_limit_mb", 255, "a whole number from 256 to 8192"],
  [
    "php_memory_limit_mb",
    736,
    "so low that openemr_service_fargate_memory has room for two such requests beside others",
    { openemr_service_fargate_memory: 2048 },
  ],
  ["maximum_upload_mb", 29, "a whole number from 30 to 1000"],
  ["openemr_service_fargate_minimum_capacity", 0, "a whole number from 1 to 1000"],
  ["openemr_service_fargate_minimum_capacity", 101, "at most openemr_service_fargate_maximum_capacity"],
  ["openemr_service_fargate_maximum_capacity", 1001, "a whole number from 1 to 1000"],
  ["openemr_service_fargate_cpu_autoscaling_percentage", 101, "a whole number from 1 to 100"],
  ["openemr_service_fargate_memory_autoscaling_percentage", 0, "a whole number from 1 to 100"],
  ["application_log_retention_days", 8, "one of 1, 3, 5, 7"],
  ["database_log_retention_days", 0, "one of 1, 3, 5, 7"],
  ["flow_log_retention_days", 10, "one of 1, 3, 5, 7"],
  ["waf_log_retention_days", 732, "one of 1, 3, 5, 7"],
  ["access_log_retention_days", 0, "a whole number from 1 to 3653"],
  [
    "enable_s3_data_events",
    true,
    "false without the audit trail",
    { enable_long_term_cloudtrail_monitoring: false },
  ],
  ["backup_vault_lock_grace_days", 3, "null, as enable_backup_vault_lock is false"],
  ["backup_vault_lock_grace_days", 2, "a whole number from 3 to 36500", { enable_backup_vault_lock: true }],
  ["backup_copy_region", "us-gov-west-1", "one of af-south-1, ap-east-1"],
  ["backup_copy_region", "us-east-1", "another region than that of the installation"],
  ["backup_copy_account_vault_arn", "arn:aws:backup:us-east-1:1:backup-vault:x", "the ARN of a backup vault"],
  [
    "backup_copy_account_vault_arn",
    "arn:aws:backup:us-west-2:210987654321:backup-vault:copies",
    "of a vault in the installation's region",
  ],
  [
    "backup_copy_account_vault_arn",
    "arn:aws:backup:us-east-1:210987654321:backup-vault:copies",
    "null where backup_copy_region is given",
    { backup_copy_region: "us-west-2" },
  ],
  ["backup_copy_retention_days", 0, "a whole number from 1 to 36500"],
  ["enable_backup_copy_vault_lock", true, "false without backup_copy_region"],
  ["backup_copy_vault_lock_grace_days", 3, "null, as enable_backup_copy_vault_lock is false"],
  [
    "backup_copy_vault_lock_grace_days",
    2,
    "a whole number from 3 to 36500",
    { backup_copy_region: "us-west-2", enable_backup_copy_vault_lock: true },
  ],
  [
    "create_serverless_analytics_environment",
    true,
    "false without NAT gateways",
    { enable_nat_gateways: false },
  ],
  ["enable_sagemaker_canvas", true, "false without the analytics environment"],
  ["enable_sagemaker_endpoints", true, "false without the analytics environment"],
  ["enable_sagemaker_rstudio", true, "false without the analytics environment"],
  ["analytics_export_retention_days", 0, "a whole number from 1 to 3653"],
  ["analytics_export_only", ["openemr.a.b"], "a list of <database> or <database>.<table>"],
  ...["analytics_file_export_schedule", "analytics_database_export_schedule"].flatMap(
    (name): typeof BAD_VALUES => [
      [name, "rate(1 day)", "null, as create_serverless_analytics_environment is false"],
      [name, "every day", "rate(<number>", { create_serverless_analytics_environment: true }],
      [name, "cron(0 4 * * *)", "rate(<number>", { create_serverless_analytics_environment: true }],
    ],
  ),
  ...["emr-6.15.0", "emr-7.9.0", "emr-8.0.0", "emr-spark-8.0-preview"].map(
    (label): BadValue => [
      "emr_serverless_release_label",
      label,
      "one of emr-7.10.0, emr-7.11.0, emr-7.12.0, emr-7.13.0, emr-spark-8.0.0",
    ],
  ),
  ["enable_sagemaker_mlflow", true, "false without the analytics environment"],
  ["analytics_internet_access", false, "true without enable_sagemaker_endpoints"],
  ["sagemaker_additional_policy_arns", ["pipelines"], "a list of ARNs of IAM policies"],
  ["sagemaker_additional_ml_tools", ["Studio"], "a list of tools, each one of AutoMl"],
  // A driver and an executor of the default sizes take 8.
  ["emr_serverless_maximum_vcpus", 4, "one of 8, 16"],
  ["emr_serverless_idle_minutes", 0, "a whole number from 1 to 10080"],
  ["sagemaker_idle_minutes", 30, "a whole number from 60 to 525600"],
  ...BAD_MAIL_VALUES,
  ...BAD_NETWORK_VALUES,
  ...BAD_MONITORING_VALUES,
];

const VALID = {
  region: "us-east-1",
  certificate_arn: "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000",
};

const GOOD_VALUES: ReadonlyArray<[what: string, values: Record<string, unknown>]> = [
  ["the values that the bad ones are compared with", {}],
  [
    "windows that touch, and go past midnight",
    { database_backup_window: "23:30-00:30", database_maintenance_window: "sun:00:30-sun:23:30" },
  ],
  ["a database that pauses, which the default wait_timeout lets it", { aurora_minimum_capacity: 0 }],
  ["mail alone", DOMAIN],
  ["forwarding, with all that is others' left alone", FORWARDED],
  [
    "forwarding to an address with a plus sign",
    { ...DOMAIN, email_forwarding_address: "help+emr@example.com" },
  ],
  [
    "forwarding within the domain, whose mail others receive",
    { ...DOMAIN, email_forwarding_address: "it@example.org" },
  ],
  [
    "the records and the rule set made",
    { ...FORWARDED, manage_apex_mx_record: true, manage_dmarc_record: true, activate_receipt_rule_set: true },
  ],
  ...["7.0.3", "8.0.0.3", "8.4.1", "8.4.1-2026-10-01", `8.4.1@${DIGEST}`, `8.4.1-2026-10-01@${DIGEST}`].map(
    (version): [string, Record<string, unknown>] => [`OpenEMR ${version}`, { openemr_version: version }],
  ),
  ...[
    "docker.io/openemr/openemr",
    "ghcr.io/clinic/openemr",
    "registry.example.org:5000/openemr",
    "123456789012.dkr.ecr.eu-west-1.amazonaws.com/hub/openemr/openemr",
  ].map((repository): [string, Record<string, unknown>] => [
    `images of ${repository}`,
    { openemr_image_repository: repository },
  ]),
  [
    "a cache of images",
    { enable_image_pull_through_cache: true, docker_hub_credential_secret_arn: CREDENTIAL },
  ],
  ["a rule set of somebody else", { ...FORWARDED, receipt_rule_set_name: "corporate.mail_1" }],
  ...[
    { route53_domain: "example.org", certificate_arn: null },
    { route53_domain: "example.org", host_name: "example.org" },
    { route53_domain: "example.org", host_name: "emr.clinic.example.org" },
    { host_name: "openemr.example.org" },
    { host_name: "openemr.example.org", activate_openemr_apis: true, enable_patient_portal: true },
    { route53_domain: "xn--bcher-kva.example", certificate_arn: null, enable_patient_portal: true },
  ].map((values): [string, Record<string, unknown>] => [JSON.stringify(values), values]),
];

const { variable: variables } = SynthesizedProject.shared().document("openemr-production");

describe("a rule of a variable", () => {
  let refusals: string[][];
  beforeAll(async () => {
    const bad = BAD_VALUES.map(([name, value, , given]) => ({ ...given, [name]: value }));
    const cases = [...bad, ...GOOD_VALUES.map(([, values]) => values)];
    refusals = await refusalsOf(
      variables,
      cases.map((values) => ({ ...VALID, ...values })),
    );
  });

  it.each(BAD_VALUES.map((bad, index) => [...bad.slice(0, 3), index] as [string, unknown, string, number]))(
    "%s = %j is refused",
    (name, value, mustBe, index) => {
      const [refusal, ...others] = refusals[index]!;
      // As Terraform's jsonencode writes it.
      const given = JSON.stringify(value).replaceAll("&", "\\u0026");
      expect(refusal).toContain(`${name} is ${given}, but must be ${mustBe}`);
      expect(others).toEqual([]);
    },
  );

  it.each(GOOD_VALUES.map(([what], index) => [what, index] as const))("accepts %s", (_, index) => {
    expect(refusals[BAD_VALUES.length + index]).toEqual([]);
  });
});

it("has a bad value for every rule", () => {
  const rules = Object.entries(variables).flatMap(([name, { validation = [] }]) =>
    validation.map(({ error_message: message }) => `${name}: ${message.split("but must be ")[1]}`),
  );
  const untested = rules.filter(
    (rule) => !BAD_VALUES.some(([name, , mustBe]) => rule.startsWith(`${name}: ${mustBe}`)),
  );
  expect(rules.length).toBeGreaterThan(40);
  expect(untested).toEqual([]);
});

describe("the type of a variable", () => {
  const folder = mkdtempSync(join(tmpdir(), "variables-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ variable: variables }));

  it.each([
    ["openemr_service_fargate_minimum_capacity", true, "number"],
    ["enable_long_term_cloudtrail_monitoring", "perhaps", "bool"],
    ["tags", "none", "map"],
    ["security_group_ip_range_ipv4", "203.0.113.0/24", "list of string"],
    ["region", null, "required variable"],
  ])("refuses %s = %j", async (name, value, expected) => {
    writeFileSync(join(folder, "terraform.tfvars.json"), JSON.stringify({ ...VALID, [name]: value }));
    const refusal = await (await Terraform.in(folder, { offline: true })).plan().catch(String);
    expect(refusal).toContain(`var.${name}`);
    expect(refusal).toContain(expected);
  });
});

it("every variable says what it does, and the optional ones that null is allowed", () => {
  for (const [name, variable] of Object.entries(variables)) {
    const { description, nullable, ...rest } = variable as typeof variable & {
      description: string;
      nullable: boolean;
    };
    expect([name, description]).toEqual([name, expect.stringMatching(/\w.*\.$/s)]);
    expect([name, nullable]).toEqual([name, rest.default === null]);
  }
});
