import type { BadValue, GoodValue } from "../../../support/value-examples";

const MODELS = { bedrock_model_ids: ["amazon.nova-lite-v1:0"] };

export const BAD_VALUES: readonly BadValue[] = [
  ["database_password_rotation_days", 1001, "a whole number from 0 to 1000"],
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
  [
    "bedrock_model_ids",
    Array.from({ length: 80 }, (_, i) => `amazon.nova-lite-v${i + 10}:0`),
    "at most 2000 characters long as JSON",
  ],
  ["aurora_ml_inference_timeout", 0, "a whole number from 1 to 2147483647"],
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
  ["wait_timeout", 1.5, "a whole number from 1 to 31536000"],
  ["wait_timeout", 901, "at most 900 while aurora_minimum_capacity is 0", { aurora_minimum_capacity: 0 }],
  ["max_execution_time", -1, "a whole number from 0 to 4294967295"],
  ["database_log_retention_days", 0, "one of 1, 3, 5, 7"],
  ["net_read_timeout", 0, "a whole number from 1 to 31536000"],
  ["net_write_timeout", 31_536_001, "a whole number from 1 to 31536000"],
  ["connect_timeout", 1, "a whole number from 2 to 31536000"],
];

export const GOOD_VALUES: readonly GoodValue[] = [
  [
    "windows that touch, and go past midnight",
    { database_backup_window: "23:30-00:30", database_maintenance_window: "sun:00:30-sun:23:30" },
  ],
  ["a database that pauses, which the default wait_timeout lets it", { aurora_minimum_capacity: 0 }],
];
