import type { BadValue } from "../../../support/value-examples";

export const BAD_VALUES: readonly BadValue[] = [
  [
    "create_serverless_analytics_environment",
    true,
    "false without NAT gateways",
    { enable_nat_gateways: false },
  ],
  ["analytics_export_retention_days", 0, "a whole number from 1 to 3653"],
  ["analytics_export_only", ["openemr.a.b"], "a list of <database> or <database>.<table>"],
  [
    "analytics_export_only",
    Array.from({ length: 100 }, (_, i) => `openemr.form_encounter_${i + 10}`),
    "at most 2300 characters long as JSON",
  ],
  ...["analytics_file_export_schedule", "analytics_database_export_schedule"].flatMap((name): BadValue[] => [
    [name, "rate(1 day)", "null, as create_serverless_analytics_environment is false"],
    [name, "every day", "rate(<number>", { create_serverless_analytics_environment: true }],
    ...["cron(0 4 * * *)", "cron(0 4 * * * *)", "cron(0 4 1 * MON *)", "cron(0 4 ? * ? *)"].map(
      (cron): BadValue => [name, cron, "rate(<number>", { create_serverless_analytics_environment: true }],
    ),
  ]),
  ...["emr-6.15.0", "emr-7.9.0", "emr-8.0.0", "emr-spark-8.0-preview"].map(
    (label): BadValue => [
      "emr_serverless_release_label",
      label,
      "one of emr-7.10.0, emr-7.11.0, emr-7.12.0, emr-7.13.0, emr-spark-8.0.0",
    ],
  ),
  ["analytics_internet_access", false, "true without enable_sagemaker_endpoints"],
  ["sagemaker_additional_policy_arns", ["pipelines"], "a list of ARNs of IAM policies"],
  ["sagemaker_additional_ml_tools", ["Studio"], "a list of tools, each one of AutoMl"],
  // A driver and an executor of the default sizes take 8.
  ["emr_serverless_maximum_vcpus", 4, "one of 8, 16"],
  ["emr_serverless_idle_minutes", 0, "a whole number from 1 to 10080"],
  ["sagemaker_idle_minutes", 30, "a whole number from 60 to 525600"],
  ["enable_sagemaker_canvas", true, "false without the analytics environment"],
  ["enable_sagemaker_endpoints", true, "false without the analytics environment"],
  ["enable_sagemaker_rstudio", true, "false without the analytics environment"],
  ["enable_sagemaker_mlflow", true, "false without the analytics environment"],
];
