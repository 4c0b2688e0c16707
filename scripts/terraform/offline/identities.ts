import type { Identity } from "#offline-providers";

const named = (arn: string): Identity => ({ id: "{name}", arn });
const byArn = (arn: string): Identity => ({ id: "{arn}", arn });

/** Identifiers of the types in this project's stacks that the package does not know itself. */
export const IDENTITIES: Readonly<Record<string, Identity>> = {
  aws_wafv2_web_acl_association: { id: "{web_acl_arn},{resource_arn}" },
  aws_wafv2_web_acl_logging_configuration: { id: "{resource_arn}" },
  aws_globalaccelerator_accelerator: byArn("globalaccelerator::{account}:accelerator/{uuid}"),
  aws_globalaccelerator_listener: byArn("globalaccelerator::{account}:accelerator/made-up/listener/{hex8}"),
  aws_globalaccelerator_endpoint_group: byArn(
    "globalaccelerator::{account}:accelerator/made-up/listener/{hex8}/endpoint-group/{hex12}",
  ),
  aws_appautoscaling_target: {
    id: "{resource_id}",
    arn: "application-autoscaling:{region}:{account}:scalable-target/{hex32}",
  },
  aws_appautoscaling_policy: {
    id: "{name}",
    arn: "autoscaling:{region}:{account}:scalingPolicy:{uuid}:resource/ecs/{resource_id}:policyName/{name}",
  },
  aws_ecr_repository: named("ecr:{region}:{account}:repository/{name}"),
  aws_ecr_pull_through_cache_rule: { id: "{ecr_repository_prefix}" },
  aws_ecr_lifecycle_policy: { id: "{repository}" },
  aws_rds_cluster_parameter_group: named("rds:{region}:{account}:cluster-pg:{name}"),
  aws_rds_cluster_role_association: { id: "{db_cluster_identifier},{role_arn}" },
  aws_elasticache_serverless_cache: named("elasticache:{region}:{account}:serverlesscache:{name}"),
  aws_backup_vault: named("backup:{region}:{account}:backup-vault:{name}"),
  aws_backup_vault_lock_configuration: { id: "{backup_vault_name}" },
  aws_backup_plan: { id: "{uuid}", arn: "backup:{region}:{account}:backup-plan:{id}" },
  aws_backup_restore_testing_plan: {
    id: "{name}",
    arn: "backup:{region}:{account}:restore-testing-plan:{name}-{uuid}",
  },
  aws_backup_restore_testing_selection: { id: "{name}" },
  aws_backup_selection: { id: "{uuid}" },
  aws_sesv2_email_identity: {
    id: "{email_identity}",
    arn: "ses:{region}:{account}:identity/{email_identity}",
  },
  aws_ses_receipt_rule: named("ses:{region}:{account}:receipt-rule-set/{rule_set_name}:receipt-rule/{name}"),
  aws_emrserverless_application: {
    id: "00{letters12}",
    arn: "emr-serverless:{region}:{account}:/applications/{id}",
  },
  aws_sagemaker_mlflow_tracking_server: {
    id: "{tracking_server_name}",
    arn: "sagemaker:{region}:{account}:mlflow-tracking-server/{id}",
  },
  aws_sagemaker_domain: { id: "d-{letters12}", arn: "sagemaker:{region}:{account}:domain/{id}" },
  aws_sagemaker_user_profile: byArn(
    "sagemaker:{region}:{account}:user-profile/{domain_id}/{user_profile_name}",
  ),
  aws_glue_catalog_database: { id: "{account}:{name}", arn: "glue:{region}:{account}:database/{name}" },
  aws_budgets_budget: { id: "{account}:{name}", arn: "budgets::{account}:budget/{name}" },
  aws_guardduty_detector: { id: "{hex32}", arn: "guardduty:{region}:{account}:detector/{id}" },
  aws_guardduty_detector_feature: { id: "{detector_id}/{name}" },
  aws_lambda_event_source_mapping: {
    id: "{uuid}",
    arn: "lambda:{region}:{account}:event-source-mapping:{id}",
  },
  aws_route53_resolver_query_log_config: {
    id: "rqlc-{hex16}",
    arn: "route53resolver:{region}:{account}:resolver-query-log-config/{id}",
  },
  aws_route53_resolver_query_log_config_association: { id: "rqlca-{hex16}" },
  aws_iam_user_policy: { id: "{user}:{name}" },
  aws_sesv2_configuration_set_event_destination: { id: "{configuration_set_name}|{event_destination_name}" },
};
