import { DOCKER_HUB_CREDENTIAL } from "../../support/toggles";

/** A public hosted zone that exists in the account. */
export const HOSTED_ZONE = "example.org";

/** Every apply reads the passwords from the real service, so that these are never stand-ins. */
const SECRETS = ["aws_kms", "aws_secretsmanager"];
const NETWORK = [
  "aws_default_security_group",
  "aws_eip",
  "aws_internet_gateway",
  "aws_nat_gateway",
  "aws_route",
  "aws_security_group",
  "aws_subnet",
  "aws_vpc",
];

const MAIL = ["aws_cloudwatch_event", "aws_cloudwatch_log", "aws_lambda", "aws_ses", "aws_ssm"];

/**
 * The whole stack, several times, side by side since much of the time is the provider's waiting. In each area
 * some types are real and the others have a stand-in; a test sees to it that none is left out.
 */
export const AREAS = {
  edge: {
    region: "us-east-1",
    real: [...SECRETS, ...NETWORK, "aws_acm", "aws_iam", "aws_lb", "aws_route53", "aws_s3", ...MAIL],
    change: () => ({
      allow_plain_http: false,
      activate_receipt_rule_set: true,
      configure_ses: true,
      email_forwarding_address: "helpdesk@example.com",
      manage_apex_mx_record: true,
      manage_dmarc_record: true,
      open_smtp_port: true,
      route53_domain: HOSTED_ZONE,
      security_group_ip_range_ipv4: ["203.0.113.0/24", "198.51.100.7/32"],
    }),
    adds: [
      "aws_acm_certificate.certificate[0]",
      "aws_acm_certificate_validation.certificate_issued[0]",
      "aws_cloudwatch_event_rule.mail_credentials_deployed[0]",
      "aws_cloudwatch_event_target.mail_credentials_deployed_target[0]",
      "aws_cloudwatch_log_group.mail_credentials_function_log[0]",
      "aws_cloudwatch_log_group.mail_incoming_forwarder_function_log[0]",
      "aws_cloudwatch_log_group.mail_incoming_rule_set_activation_function_log[0]",
      "aws_iam_role.mail_credentials_function_role[0]",
      "aws_iam_role.mail_incoming_forwarder_function_role[0]",
      "aws_iam_role.mail_incoming_rule_set_activation_function_role[0]",
      "aws_iam_role_policy.mail_credentials_function_permissions[0]",
      "aws_iam_role_policy.mail_incoming_forwarder_function_permissions[0]",
      "aws_iam_role_policy.mail_incoming_rule_set_activation_function_permissions[0]",
      "aws_iam_user.mail_credentials_user[0]",
      "aws_iam_user_policy.mail_credentials_user_policy[0]",
      "aws_lambda_event_source_mapping.mail_incoming_forwarder_retry_source[0]",
      "aws_lambda_function.mail_credentials_function[0]",
      "aws_lambda_function.mail_incoming_forwarder_function[0]",
      "aws_lambda_function.mail_incoming_rule_set_activation_function[0]",
      "aws_lambda_function_event_invoke_config.mail_incoming_forwarder_retries[0]",
      "aws_lambda_invocation.mail_credentials_made[0]",
      "aws_lambda_invocation.mail_incoming_rule_set_activation[0]",
      "aws_lambda_permission.mail_credentials_deployed_permission[0]",
      "aws_lambda_permission.mail_incoming_forwarder_permission[0]",
      "aws_lb_listener.edge_https[0]",
      "aws_lb_listener_rule.edge_https_maintenance_page[0]",
      "aws_route53_record.address_ipv4[0]",
      "aws_route53_record.certificate_validation[0]",
      "aws_route53_record.mail_dmarc[0]",
      "aws_route53_record.mail_identity_dkim[0]",
      "aws_route53_record.mail_identity_dkim[1]",
      "aws_route53_record.mail_identity_dkim[2]",
      "aws_route53_record.mail_identity_mail_from_mx[0]",
      "aws_route53_record.mail_identity_mail_from_spf[0]",
      "aws_route53_record.mail_incoming_mx[0]",
      "aws_security_group.mail_endpoint_security_group[0]",
      "aws_ses_receipt_rule.mail_incoming_rule[0]",
      "aws_ses_receipt_rule_set.mail_incoming_rule_set[0]",
      "aws_sesv2_configuration_set.mail_identity_configuration_set[0]",
      "aws_sesv2_configuration_set.mail_incoming_forwarder_configuration_set[0]",
      "aws_sesv2_configuration_set_event_destination.mail_identity_configuration_set_faults[0]",
      "aws_sesv2_configuration_set_event_destination.mail_incoming_forwarder_configuration_set_faults[0]",
      "aws_sesv2_email_identity.mail_identity[0]",
      "aws_sesv2_email_identity_mail_from_attributes.mail_identity_mail_from[0]",
      "aws_sqs_queue.mail_incoming_forwarder_dead_letters[0]",
      "aws_sqs_queue.mail_incoming_forwarder_retry_queue[0]",
      "aws_sqs_queue_policy.mail_incoming_forwarder_dead_letters_policy[0]",
      "aws_sqs_queue_policy.mail_incoming_forwarder_retry_queue_policy[0]",
      "aws_vpc_endpoint.mail_endpoint[0]",
      "aws_vpc_security_group_egress_rule.application_to_smtp[0]",
      "aws_vpc_security_group_egress_rule.mail_to_endpoint_out[0]",
      'aws_vpc_security_group_ingress_rule.edge_ipv4_http["198.51.100.7/32"]',
      'aws_vpc_security_group_ingress_rule.edge_ipv4_http["203.0.113.0/24"]',
      'aws_vpc_security_group_ingress_rule.edge_ipv4_https["198.51.100.7/32"]',
      'aws_vpc_security_group_ingress_rule.edge_ipv4_https["203.0.113.0/24"]',
      "aws_vpc_security_group_ingress_rule.mail_to_endpoint_in[0]",
    ],
    replaces: [],
    updates: [
      "aws_ecs_task_definition.application_task",
      "aws_kms_key.data_key",
      "aws_lb_listener.edge_http",
      "aws_s3_bucket_policy.mail_incoming_bucket_policy",
      "aws_ssm_parameter.application_settings",
    ],
  },
  firewall: {
    region: "eu-central-1",
    real: [...SECRETS, "aws_cloudwatch_log", "aws_wafv2"],
    change: () => ({ waf_count_only: true, waf_rate_limit: 3000, waf_log_retention_days: 30 }),
    adds: [],
    replaces: [],
    updates: ["aws_cloudwatch_log_group.firewall_log[0]", "aws_wafv2_web_acl.firewall[0]"],
  },
  data: {
    region: "eu-west-1",
    real: [
      ...SECRETS,
      ...NETWORK,
      "aws_backup",
      "aws_cloudwatch_log",
      "aws_ecr",
      "aws_ecs",
      "aws_efs",
      "aws_flow_log",
      "aws_iam",
      "aws_rds",
    ],
    // Not the Data API, whose EnableHttpEndpoint crashes in the emulator.
    change: () => ({
      single_nat_gateway: false,
      enable_backup_vault_lock: true,
      enable_bedrock_integration: true,
      bedrock_model_ids: ["amazon.nova-lite-v1:0"],
      enable_ecs_exec: true,
      enable_image_pull_through_cache: true,
      docker_hub_credential_secret_arn: DOCKER_HUB_CREDENTIAL.replace("us-east-1", "eu-west-1"),
      wait_timeout: 600,
      database_log_retention_days: 30,
      cache_maximum_storage_gb: 9,
    }),
    adds: [
      "aws_backup_vault_lock_configuration.backup_vault_lock[0]",
      "aws_ecr_lifecycle_policy.images_openemr_lifecycle[0]",
      "aws_ecr_pull_through_cache_rule.images_openemr_rule[0]",
      "aws_ecr_repository.images_openemr[0]",
      "aws_eip.network_nat_address[1]",
      "aws_iam_role.database_bedrock_role[0]",
      "aws_iam_role_policy.database_bedrock_role_policy[0]",
      "aws_iam_role_policy.exec_task_policy[0]",
      "aws_nat_gateway.network_nat[1]",
      "aws_rds_cluster_role_association.database_bedrock_association[0]",
      "aws_security_group.database_bedrock_endpoint_security_group[0]",
      "aws_vpc_endpoint.database_bedrock_endpoint[0]",
      "aws_vpc_security_group_egress_rule.database_bedrock_to_endpoint_out[0]",
      "aws_vpc_security_group_ingress_rule.database_bedrock_to_endpoint_in[0]",
    ],
    // AWS keeps each revision.
    replaces: ["aws_ecs_task_definition.application_task", "aws_ecs_task_definition.operations_maintenance"],
    updates: [
      "aws_cloudwatch_log_group.database_audit_log",
      "aws_cloudwatch_log_group.database_error_log",
      "aws_cloudwatch_log_group.database_general_log",
      "aws_cloudwatch_log_group.database_slowquery_log",
      "aws_ecs_service.application_service",
      "aws_elasticache_serverless_cache.cache",
      "aws_iam_role_policy.application_task_execution_role_policy",
      "aws_rds_cluster_parameter_group.database_parameters",
      "aws_route.network_private_ipv4[1]",
    ],
  },
} as const;

/**
 * The analytics environment, in a run of its own: what it adds is compared with what the stand-ins make. Its
 * buckets are not real, as the emulator takes their refusal of plain HTTP for one of everything.
 */
export const ANALYTICS = {
  region: "us-west-2",
  real: [
    ...SECRETS,
    ...NETWORK,
    "aws_cloudwatch_event",
    "aws_cloudwatch_log_group",
    "aws_glue",
    "aws_iam",
    "aws_lambda",
    "aws_scheduler",
    "aws_sns",
  ],
} as const;

export type Area = keyof typeof AREAS;
