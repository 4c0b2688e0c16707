import { findingOf } from "./finding";
import { type Area, tableArea } from "./rule";
import { changes, isTakenAway } from "./weaker";

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

const rows = tableArea(TITLE, {
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
      weakens: changes,
      severity: "warning",
      says: "gets another value",
      why: SECRET_TYPES.aws_secretsmanager_secret_version!,
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
      weakens: changes,
      severity: "warning",
      says: "declares other settings of OpenEMR",
      why: "They decide who can sign in, which interfaces answer, and what is sent where.",
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
});

/** Secrets that are made anew, or get another value. */
export const secrets: Area = {
  ...rows,
  find: (stack) => [
    ...rows.find(stack),
    ...stack.resources.flatMap((resource) => {
      const why = SECRET_TYPES[resource.type];
      if (!why || (resource.change !== "replace" && resource.change !== "destroy")) return [];
      const says = resource.change === "replace" ? "is REPLACED" : "is DELETED";
      return [findingOf(TITLE, resource, { severity: "warning", says, why, isWhole: true })];
    }),
  ],
};
