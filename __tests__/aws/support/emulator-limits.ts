import type { TerraformDocument } from "../../support/synthesized-project";

/** Resource types that an emulated AWS cannot hold, and why. A stand-in holds them; the real provider plans them. */
const LACKING: Readonly<Record<string, string>> = {
  aws_appautoscaling_policy: "the provider lists tags, which the emulator cannot for this service",
  aws_appautoscaling_target: "the provider lists tags, which the emulator cannot for this service",
  aws_budgets_budget: "DescribeSubscribersForNotification is not implemented",
  aws_cloudwatch_composite_alarm: "PutCompositeAlarm is not implemented",
  aws_backup_selection: "CreateBackupSelection is not implemented",
  aws_backup_restore_testing_plan: "CreateRestoreTestingPlan is not implemented",
  aws_backup_restore_testing_selection: "its plan is not there",
  aws_chatbot_slack_channel_configuration: "the emulator has no such service",
  aws_chatbot_teams_channel_configuration: "the emulator has no such service",
  aws_cloudtrail: "StartLogging crashes for a trail with a key and a log group",
  aws_db_subnet_group: "ModifyDBSubnetGroup loses the group",
  aws_ecr_pull_through_cache_rule: "CreatePullThroughCacheRule is not implemented",
  aws_efs_file_system_policy: "DeleteFileSystemPolicy is not implemented",
  aws_guardduty_detector_feature: "UpdateDetector forgets every feature but the last",
  aws_globalaccelerator_accelerator: "the emulator has no such service",
  aws_globalaccelerator_endpoint_group: "the emulator has no such service",
  aws_globalaccelerator_listener: "the emulator has no such service",
  aws_iam_user: "ListServiceSpecificCredentials is not implemented",
  aws_iam_user_policy: "its user is not there",
  aws_lambda_invocation: "the emulator runs functions in Docker",
  aws_secretsmanager_secret_rotation: "RotateSecret calls the function, which the emulator runs in Docker",
  aws_ses_receipt_rule: "DeleteReceiptRule is not implemented",
  aws_sesv2_configuration_set: "GetConfigurationSet is not implemented",
  aws_sesv2_configuration_set_event_destination: "CreateConfigurationSetEventDestination is not implemented",
  aws_sesv2_email_identity: "the emulator writes the time of a DKIM key as a text",
  aws_sesv2_email_identity_mail_from_attributes: "PutEmailIdentityMailFromAttributes is not implemented",
  aws_elasticache_serverless_cache: "CreateServerlessCache is not implemented",
  aws_emrserverless_application: "the provider waits for a state that the emulator skips",
  aws_rds_cluster_instance: "the provider waits three minutes for each",
  aws_sqs_queue: "the provider waits half a minute for each",
  aws_lambda_event_source_mapping: "its queue is not there",
  aws_sqs_queue_policy: "its queue is not there",
  aws_route53_resolver_query_log_config: "DeleteResolverQueryLogConfig is not implemented",
  aws_route53_resolver_query_log_config_association: "its log of queries is not there",
  aws_sagemaker_domain: "DescribeDomain fails while the provider waits",
  aws_sagemaker_mlflow_tracking_server: "CreateMlflowTrackingServer is not implemented",
  aws_sagemaker_user_profile: "there is no domain for it",
  aws_rds_cluster_parameter_group:
    "ResetDBClusterParameterGroup, which takes a parameter away, is not implemented",
  aws_rds_cluster_role_association: "RemoveRoleFromDBCluster is not implemented",
};

/** Attributes that an emulated AWS forgets or returns differently, so that each plan would show a change. */
const FORGOTTEN: Readonly<Record<string, readonly string[]>> = {
  aws_backup_plan: ["tags_all"],
  aws_backup_vault: ["tags_all"],
  aws_ecs_service: [
    "availability_zone_rebalancing",
    "desired_count",
    "enable_ecs_managed_tags",
    "health_check_grace_period_seconds",
  ],
  aws_lambda_function: ["kms_key_arn"],
  aws_rds_cluster: [
    "database_insights_mode",
    "performance_insights_enabled",
    "performance_insights_kms_key_id",
    "performance_insights_retention_period",
    "scaling_configuration",
  ],
  aws_wafv2_web_acl: ["data_protection_config"],
  // Only rules that refer to another group lose it.
  aws_vpc_security_group_egress_rule: ["description"],
  aws_vpc_security_group_ingress_rule: ["description"],
};

/** Arguments that an emulated AWS refuses. */
const REFUSED: Readonly<Record<string, Record<string, object>>> = {
  // The emulator gives the VPC no range that could be divided.
  aws_subnet: { network_public: { ipv6_cidr_block: null } },
};

/** Leaves out the arguments that an emulated AWS refuses. */
export const REFUSED_OVERRIDE = { resource: REFUSED };

const STAND_IN = "standin";

const REQUIRED_STAND_IN = { required_providers: { [STAND_IN]: { source: `emulator/${STAND_IN}` } } };

/** Where Terraform finds the provider of the stand-ins. */
export const STAND_IN_ADDRESS = `registry.terraform.io/emulator/${STAND_IN}`;

/** Can an emulator hold the type? */
export function canHold(type: string): boolean {
  return !(type in LACKING);
}

/** @param real beginnings of the types that the real provider is to apply */
export function isReal(type: string, real: readonly string[]): boolean {
  return canHold(type) && real.some((beginning) => type.startsWith(beginning));
}

/**
 * The override file that makes a synthesized stack fit for an emulated AWS.
 *
 * @param real beginnings of the types that the real provider applies; the others have a stand-in
 */
export function overrideFor(document: TerraformDocument, real: readonly string[]): object {
  const resources = Object.entries(document.resource).map(([type, blocks]) => [
    type,
    Object.fromEntries(
      Object.keys(blocks).map((name) => [
        name,
        {
          ...(type.startsWith("aws_") && !isReal(type, real) && { provider: STAND_IN }),
          ...(FORGOTTEN[type] && { lifecycle: { ignore_changes: FORGOTTEN[type] } }),
          ...REFUSED[type]?.[name],
        },
      ]),
    ),
  ]);
  return { terraform: REQUIRED_STAND_IN, resource: Object.fromEntries(resources) };
}

/** The override file that gives each resource of some types a stand-in. */
export function standInsOverride(document: TerraformDocument, types: readonly string[]): object {
  const standIns = (type: string) =>
    Object.keys(document.resource[type] ?? {}).map((name) => [name, { provider: STAND_IN }]);
  const resources = types.map((type) => [type, Object.fromEntries(standIns(type))]);
  return types.length === 0 ? {} : { terraform: REQUIRED_STAND_IN, resource: Object.fromEntries(resources) };
}
