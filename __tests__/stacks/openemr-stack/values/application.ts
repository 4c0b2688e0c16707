import type { BadValue } from "../../../support/value-examples";

export const BAD_VALUES: readonly BadValue[] = [
  ["activate_openemr_apis", true, "false without HTTPS", { certificate_arn: null, allow_plain_http: true }],
  ["enable_patient_portal", true, "false without HTTPS", { certificate_arn: null, allow_plain_http: true }],
  ["activate_openemr_apis", true, "false without a name"],
  ["enable_patient_portal", true, "false without a name"],
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
];
