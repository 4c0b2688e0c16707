import type { Example } from "./example";

/** Examples of rules about secrets. */
export const SECRETS: readonly Example[] = [
  ["aws_secretsmanager_secret_version", "secret_string_wo_version", 1, 2, "gets another value", "either way"],
  ["aws_rds_cluster", "master_password_wo_version", 1, 2, "gets another password", "either way"],
  [
    "aws_rds_cluster",
    "master_password",
    "one-password",
    "two-password",
    "keeps its password in the state",
    "either way",
  ],
  [
    "aws_rds_cluster",
    "manage_master_user_password",
    false,
    true,
    "gets a password that is managed elsewhere",
    "either way",
  ],
  ["aws_ssm_parameter", "value", "one", "two", "gets another value", "either way"],
  ["aws_secretsmanager_secret_rotation", "rotation_rules", [{ days: 30 }], [], "is not rotated"],
];
