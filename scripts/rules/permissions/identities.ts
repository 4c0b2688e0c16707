import { atPaths } from "../attribute-rule";
import { tableArea } from "../rule";
import { becomes, changes, gainsItems, goesUp, isAnother, losesItems } from "../weaker";

const ADMINISTRATORS = /:policy\/(AdministratorAccess|PowerUserAccess|IAMFullAccess|job-function\/[^"]*)/;

/** Finds who gets in: users, keys of users, and with which role something acts. */
export const identities = tableArea("Identities", {
  attributeRules: [
    {
      types: ["aws_iam_role"],
      path: "managed_policy_arns",
      weakens: ({ before, after, isNew }) =>
        becomes(ADMINISTRATORS)({ before: JSON.stringify(before), after: JSON.stringify(after), isNew }),
      severity: "danger",
      whenNew: "danger",
      says: "may do nearly everything in the account",
      why: "Whatever acts with this role can read every record, and delete it.",
    },
    {
      types: ["aws_iam_role"],
      path: "managed_policy_arns",
      weakens: gainsItems,
      severity: "warning",
      says: "gets a policy that is written elsewhere",
      why: "What it allows is not in this plan, and may change without one.",
    },
    {
      types: ["aws_iam_role"],
      path: "managed_policy_arns",
      weakens: losesItems,
      severity: "notice",
      says: "loses a policy",
      why: "Whatever still needs it is refused.",
    },
    {
      types: ["aws_iam_role"],
      path: "max_session_duration",
      weakens: goesUp,
      severity: "warning",
      says: "can be used for longer with one sign-in",
      why: "Credentials that leaked work for so long.",
    },
    {
      types: ["aws_lambda_function"],
      path: "role",
      weakens: isAnother,
      severity: "warning",
      says: "acts with another role",
      why: "The rights of that role, which may be far more, are its own from now on.",
    },
    ...atPaths(
      [
        ["task_role_arn", "aws_ecs_task_definition"],
        ["execution_role_arn", "aws_ecs_task_definition", "aws_emrserverless_application"],
        ["iam_role_arn", "aws_backup_restore_testing_selection", "aws_backup_selection", "aws_flow_log"],
        ["cloud_watch_logs_role_arn", "aws_cloudtrail"],
        ["target.*.role_arn", "aws_scheduler_schedule"],
        ["role_arn", "aws_cloudwatch_event_target", "aws_rds_cluster_role_association"],
        ["default_user_settings.*.execution_role", "aws_sagemaker_domain"],
        ["default_space_settings.*.execution_role", "aws_sagemaker_domain"],
        ["user_settings.*.execution_role", "aws_sagemaker_user_profile"],
      ],
      {
        weakens: changes,
        severity: "warning",
        says: "acts with another role",
        why: "The rights of that role, which may be far more, are its own from now on.",
      },
    ),
  ],
  arrivalRules: [
    {
      types: ["aws_iam_access_key", "aws_iam_user_login_profile"],
      severity: "danger",
      says: "is a new way to sign in, and its secret is in the state",
      why: "Whoever reads the state acts as that user, from anywhere, until somebody deletes it.",
    },
    {
      types: [
        "aws_iam_user",
        "aws_iam_user_group_membership",
        "aws_iam_group_membership",
        "aws_iam_service_specific_credential",
      ],
      severity: "warning",
      says: "is new",
      why: "A user's credentials do not expire, and work from anywhere.",
    },
    {
      types: [
        "aws_iam_openid_connect_provider",
        "aws_iam_saml_provider",
        "aws_cognito_identity_pool_roles_attachment",
      ],
      severity: "danger",
      says: "is new, and is trusted from now on",
      why: "Whoever it vouches for can take the roles that trust it.",
    },
    {
      types: ["aws_sagemaker_user_profile", "aws_emr_studio_session_mapping"],
      severity: "notice",
      says: "is new",
      why: "Somebody more works beside copies of the records.",
    },
    {
      types: ["aws_rds_cluster_role_association"],
      severity: "warning",
      says: "lets the database act with a role",
      why: "Whoever may run statements in the database can use that role, to write records into a bucket for one.",
    },
  ],
});
