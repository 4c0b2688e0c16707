import { UNKNOWN } from "../../../plan/resource";
import type { ChangedPart } from "../../../plan/values/differences";
import type { HarmlessAttributes } from "./harmless";

/** Tags that permissions ask for: a resource without them is out of reach for its deploys, or within that of others. */
const TAGS_OF_PERMISSIONS = ["Application", "Environment"];

const isTagForPeople = ({ pattern }: ChangedPart) =>
  !TAGS_OF_PERMISSIONS.includes(pattern.slice(pattern.indexOf(".") + 1));

const isGivenByAws = ({ to }: ChangedPart) => to === UNKNOWN;

/** The list of attributes that may change without a finding. Whatever is not in it, and in no rule, counts as unknown. */
export const HARMLESS_ATTRIBUTES: readonly HarmlessAttributes[] = [
  {
    paths: ["tags.**", "tags_all.**"],
    where: isTagForPeople,
    because: "No permission and no selection asks for this tag: it is for people and for the bill.",
  },
  {
    types: [
      "aws_cloudwatch_event_rule",
      "aws_elasticache_serverless_cache",
      "aws_glue_catalog_database",
      "aws_iam_role",
      "aws_kms_key",
      "aws_lambda_function",
      "aws_scheduler_schedule",
      "aws_secretsmanager_secret",
      "aws_ssm_parameter",
      "aws_vpc_security_group_egress_rule",
      "aws_vpc_security_group_ingress_rule",
      "aws_wafv2_web_acl",
    ],
    paths: ["description"],
    because: "It is a text for people, which AWS changes in place.",
  },
  {
    types: ["terraform_data"],
    paths: ["input.**", "output.**", "triggers_replace.**"],
    because: "It exists in the state only; a change of what reads it is told by itself.",
  },
  {
    types: ["aws_rds_cluster_parameter_group"],
    paths: ["parameter.*.apply_method"],
    because: "It says when a parameter takes effect; the parameter is told by itself.",
  },
  {
    types: ["aws_ecs_task_definition"],
    paths: ["container_definitions.*.dockerLabels.**"],
    where: ({ pattern }) => !pattern.endsWith(".openemr.version"),
    because: "Labels are for people. The one that tells OpenEMR's version is not meant.",
  },
  {
    paths: ["timeouts.**"],
    because: "It says how long Terraform waits, and changes nothing in AWS.",
  },
  {
    paths: [
      "arn",
      "arn_without_revision",
      "etag",
      "id",
      "invoke_arn",
      "last_modified",
      "latest_restorable_time",
      "qualified_arn",
      "qualified_invoke_arn",
      "revision",
      "source_code_size",
      "update_id",
      "version",
      "version_id",
    ],
    where: isGivenByAws,
    because: "AWS gives it anew after a change of the resource, which is told by itself.",
  },
  {
    types: ["aws_lambda_invocation"],
    paths: ["result"],
    where: isGivenByAws,
    because: "It is the answer of the function, which a call gives anew.",
  },
  {
    types: [
      "aws_ecs_service",
      "aws_lambda_event_source_mapping",
      "aws_lambda_function",
      "aws_lambda_permission",
    ],
    paths: ["task_definition", "function_name"],
    where: ({ from, to }) => to === UNKNOWN && from === undefined,
    because: "It names something that this plan makes.",
  },
  {
    types: ["aws_cloudwatch_dashboard"],
    paths: ["dashboard_body"],
    because: "A dashboard shows figures; nothing acts on it.",
  },
  {
    types: ["aws_cloudwatch_query_definition"],
    paths: ["query_string"],
    because: "A saved query runs when somebody starts it.",
  },
  {
    types: ["aws_sagemaker_domain", "aws_sagemaker_user_profile"],
    paths: ["code_editor_app_settings", "jupyter_lab_app_settings", "space_storage_settings"].flatMap(
      (settings) =>
        ["default_user_settings", "default_space_settings", "user_settings"].flatMap((whose) =>
          settings === "space_storage_settings"
            ? [`${whose}.*.${settings}.*.default_ebs_storage_settings.*.maximum_ebs_volume_size_in_gb`]
            : ["idle_timeout_in_minutes", "max_idle_timeout_in_minutes", "min_idle_timeout_in_minutes"].map(
                (name) => `${whose}.*.${settings}.*.app_lifecycle_management.*.idle_settings.*.${name}`,
              ),
        ),
    ),
    because:
      "It decides when an idle notebook is stopped, and how large a disk may be, which is a matter of cost.",
  },
  {
    types: ["aws_emrserverless_application"],
    paths: ["auto_stop_configuration.*.idle_timeout_minutes"],
    because: "It decides when an idle application is stopped, which is a matter of cost.",
  },
];
