import { findingOf } from "../finding";
import { tableArea } from "../rule";
import { changes, goesOn, goesUp, isGiven, isTakenAway } from "../weaker";
import { readSettings } from "./openemr-settings";

const TITLE = "Secrets that change";

const SECRET_TYPES: Readonly<Record<string, string>> = {
  aws_secretsmanager_secret_version:
    "What has read the former value fails until it reads it again; a database may still have the former password.",
  aws_ssm_parameter: "What has read the former value fails until it reads it again.",
  aws_iam_access_key: "The former key stops working at once.",
  random_password: "Whatever uses the password has to be given the new one at the same moment.",
  random_id: "Names that were made of it change, and what they name is replaced.",
  random_string: "Names that were made of it change, and what they name is replaced.",
  tls_private_key: "Certificates that were made of it no longer fit.",
};

/** Secrets that are made anew, or get another value. */
export const secrets = tableArea(TITLE, {
  attributeRules: [
    {
      types: ["aws_secretsmanager_secret_version"],
      path: "secret_string_wo_version",
      weakens: changes,
      severity: "warning",
      says: "gets another value",
      why: SECRET_TYPES.aws_secretsmanager_secret_version!,
    },
    {
      types: ["aws_secretsmanager_secret_version"],
      path: "secret_string",
      weakens: isGiven,
      severity: "danger",
      harm: "exposure",
      says: "keeps its value in the state",
      why: "Whoever reads the state reads the secret. Use the write-only argument.",
    },
    {
      types: ["aws_rds_cluster", "aws_db_instance"],
      path: "master_password_wo_version",
      weakens: changes,
      severity: "warning",
      says: "gets another password",
      why: "Sessions go on, but new connections with the former password fail. The secret has to change in the same run.",
    },
    {
      types: ["aws_rds_cluster", "aws_db_instance"],
      path: "master_password",
      weakens: changes,
      severity: "danger",
      says: "keeps its password in the state",
      why: "Whoever reads the state reads the database. Use the write-only argument.",
    },
    {
      types: ["aws_rds_cluster", "aws_db_instance"],
      path: "manage_master_user_password",
      weakens: changes,
      severity: "warning",
      says: "gets a password that is managed elsewhere",
      why: "The application reads the password from a secret that may no longer be the right one.",
    },
    {
      types: ["aws_ssm_parameter"],
      path: "value",
      weakens: changes,
      severity: "notice",
      says: "gets another value",
      why: SECRET_TYPES.aws_ssm_parameter!,
    },
    {
      types: ["aws_ssm_parameter"],
      path: "insecure_value",
      // Settings of OpenEMR are told one by one.
      weakens: (sides) =>
        readSettings(sides.before) && readSettings(sides.after) ? "unknown" : changes(sides),
      severity: "warning",
      says: "declares something else",
      why: "Functions and tasks read from it what they work with.",
    },
    {
      types: ["aws_secretsmanager_secret"],
      path: "replica",
      weakens: changes,
      severity: "danger",
      harm: "exposure",
      says: "is copied to other regions, or no longer",
      why: "Passwords are then found in another region, under another key, where nobody may look.",
    },
    {
      types: ["aws_secretsmanager_secret_rotation"],
      path: "rotation_lambda_arn",
      weakens: changes,
      severity: "danger",
      harm: "exposure",
      says: "is rotated by another function",
      why: "That function is told each new password.",
    },
    {
      types: ["aws_secretsmanager_secret_rotation"],
      path: "rotation_rules.0.automatically_after_days",
      weakens: goesUp,
      severity: "warning",
      says: "is rotated more rarely",
      why: "A secret that leaked works for longer.",
    },
    {
      types: ["aws_secretsmanager_secret_rotation"],
      path: "rotate_immediately",
      weakens: goesOn,
      severity: "notice",
      says: "is rotated at once",
      why: "What does not read the new value fails in the middle of the day.",
    },
    {
      types: ["aws_secretsmanager_secret_rotation"],
      path: "rotation_rules",
      weakens: isTakenAway,
      severity: "warning",
      says: "is not rotated",
      why: "A secret that leaked works for ever.",
    },
  ],
  deletionRules: [
    {
      types: ["aws_secretsmanager_secret_rotation"],
      severity: "warning",
      says: "is deleted",
      why: "A secret that leaked works for ever.",
    },
  ],
  others: ({ resources }) =>
    resources.flatMap((resource) => {
      const why = SECRET_TYPES[resource.type];
      if (!why || (resource.change !== "replace" && resource.change !== "destroy")) return [];
      const says = resource.change === "replace" ? "is REPLACED" : "is DELETED";
      return [findingOf(TITLE, resource, { severity: "warning", says, why, isWhole: true })];
    }),
});
