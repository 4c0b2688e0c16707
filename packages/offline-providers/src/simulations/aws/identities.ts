/** How AWS names a resource of one type: templates over its attributes and made-up parts. */
export interface Identity {
  readonly id?: string;
  readonly arn?: string;
}

const ec2 = (prefix: string, resource: string): Identity => ({
  id: `${prefix}-{hex17}`,
  arn: `ec2:{region}:{account}:${resource}/{id}`,
});

const named = (arn: string): Identity => ({ id: "{name}", arn });
const byArn = (arn: string): Identity => ({ id: "{arn}", arn });

/**
 * Identifiers by type, without the leading `arn:aws:`. In braces: an attribute of the resource, `{name}` for
 * whatever attribute names it, or a made-up part (`{hex17}`, `{uuid}`, `{digits10}`, `{capitals14}`,
 * `{letters6}`). `{path}` is that of IAM, and `{/name}` a name that has exactly one slash before it.
 *
 * A type that is not here is identified by its name, with an ARN in the usual form.
 */
export const IDENTITIES: Record<string, Identity> = {
  aws_vpc: ec2("vpc", "vpc"),
  aws_subnet: ec2("subnet", "subnet"),
  aws_internet_gateway: ec2("igw", "internet-gateway"),
  aws_egress_only_internet_gateway: ec2("eigw", "egress-only-internet-gateway"),
  aws_nat_gateway: ec2("nat", "natgateway"),
  aws_eip: ec2("eipalloc", "elastic-ip"),
  aws_route_table: ec2("rtb", "route-table"),
  aws_default_route_table: ec2("rtb", "route-table"),
  aws_route_table_association: { id: "rtbassoc-{hex17}" },
  aws_route: { id: "r-{route_table_id}{digits10}" },
  aws_network_acl: ec2("acl", "network-acl"),
  aws_default_network_acl: ec2("acl", "network-acl"),
  aws_security_group: ec2("sg", "security-group"),
  aws_default_security_group: ec2("sg", "security-group"),
  aws_vpc_security_group_ingress_rule: ec2("sgr", "security-group-rule"),
  aws_vpc_security_group_egress_rule: ec2("sgr", "security-group-rule"),
  aws_security_group_rule: { id: "sgrule-{digits10}" },
  aws_vpc_endpoint: ec2("vpce", "vpc-endpoint"),
  aws_flow_log: ec2("fl", "vpc-flow-log"),
  aws_instance: ec2("i", "instance"),
  aws_network_interface: ec2("eni", "network-interface"),

  aws_lb: byArn("elasticloadbalancing:{region}:{account}:loadbalancer/app/{name}/{hex16}"),
  aws_alb: byArn("elasticloadbalancing:{region}:{account}:loadbalancer/app/{name}/{hex16}"),
  aws_lb_target_group: byArn("elasticloadbalancing:{region}:{account}:targetgroup/{name}/{hex16}"),
  aws_lb_listener: byArn("elasticloadbalancing:{region}:{account}:listener/app/made-up/{hex16}/{digits16}"),
  aws_lb_listener_rule: byArn(
    "elasticloadbalancing:{region}:{account}:listener-rule/app/made-up/{hex16}/{digits16}",
  ),
  aws_wafv2_web_acl: { id: "{uuid}", arn: "wafv2:{region}:{account}:regional/webacl/{name}/{id}" },
  aws_wafv2_ip_set: { id: "{uuid}", arn: "wafv2:{region}:{account}:regional/ipset/{name}/{id}" },
  aws_wafv2_rule_group: { id: "{uuid}", arn: "wafv2:{region}:{account}:regional/rulegroup/{name}/{id}" },
  aws_wafv2_regex_pattern_set: {
    id: "{uuid}",
    arn: "wafv2:{region}:{account}:regional/regexpatternset/{name}/{id}",
  },
  aws_wafv2_web_acl_association: { id: "{web_acl_arn},{resource_arn}" },
  aws_wafv2_web_acl_logging_configuration: { id: "{resource_arn}" },
  aws_acm_certificate: byArn("acm:{region}:{account}:certificate/{uuid}"),
  aws_acm_certificate_validation: { id: "2024-01-01 00:00:00 +0000 UTC" },
  aws_route53_zone: { id: "Z{capitals14}", arn: "route53:::hostedzone/{id}" },
  aws_route53_record: { id: "{zone_id}_{name}_{type}" },
  aws_globalaccelerator_accelerator: byArn("globalaccelerator::{account}:accelerator/{uuid}"),
  aws_globalaccelerator_listener: byArn("globalaccelerator::{account}:accelerator/made-up/listener/{hex8}"),
  aws_globalaccelerator_endpoint_group: byArn(
    "globalaccelerator::{account}:accelerator/made-up/listener/{hex8}/endpoint-group/{hex12}",
  ),

  aws_ecs_cluster: byArn("ecs:{region}:{account}:cluster/{name}"),
  aws_ecs_cluster_capacity_providers: { id: "{cluster_name}" },
  aws_ecs_service: byArn("ecs:{region}:{account}:service/{name}/{hex32}"),
  aws_ecs_task_definition: { id: "{family}", arn: "ecs:{region}:{account}:task-definition/{family}:1" },
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

  aws_rds_cluster: { id: "{name}", arn: "rds:{region}:{account}:cluster:{id}" },
  aws_rds_cluster_instance: { id: "{name}", arn: "rds:{region}:{account}:db:{id}" },
  aws_db_instance: { id: "db-{capitals24}", arn: "rds:{region}:{account}:db:{identifier}" },
  aws_db_subnet_group: named("rds:{region}:{account}:subgrp:{name}"),
  aws_rds_cluster_parameter_group: named("rds:{region}:{account}:cluster-pg:{name}"),
  aws_db_parameter_group: named("rds:{region}:{account}:pg:{name}"),
  aws_rds_cluster_role_association: { id: "{db_cluster_identifier},{role_arn}" },
  aws_elasticache_serverless_cache: named("elasticache:{region}:{account}:serverlesscache:{name}"),
  aws_elasticache_user: { id: "{user_id}", arn: "elasticache:{region}:{account}:user:{id}" },
  aws_elasticache_user_group: { id: "{user_group_id}", arn: "elasticache:{region}:{account}:usergroup:{id}" },
  aws_efs_file_system: { id: "fs-{hex17}", arn: "elasticfilesystem:{region}:{account}:file-system/{id}" },
  aws_efs_access_point: { id: "fsap-{hex17}", arn: "elasticfilesystem:{region}:{account}:access-point/{id}" },
  aws_efs_mount_target: { id: "fsmt-{hex17}" },
  aws_dynamodb_table: named("dynamodb:{region}:{account}:table/{name}"),
  aws_backup_vault: named("backup:{region}:{account}:backup-vault:{name}"),
  aws_backup_plan: { id: "{uuid}", arn: "backup:{region}:{account}:backup-plan:{id}" },
  aws_backup_selection: { id: "{uuid}" },

  aws_s3_bucket: named("s3:::{name}"),
  aws_s3_object: { id: "{key}", arn: "s3:::{bucket}/{key}" },
  aws_kms_key: { id: "{uuid}", arn: "kms:{region}:{account}:key/{id}" },
  aws_kms_replica_key: { id: "{uuid}", arn: "kms:{region}:{account}:key/{id}" },
  aws_kms_alias: named("kms:{region}:{account}:{name}"),
  aws_secretsmanager_secret: byArn("secretsmanager:{region}:{account}:secret:{name}-{letters6}"),
  aws_secretsmanager_secret_version: { id: "{secret_id}|{uuid}", arn: "{secret_id}" },
  aws_ssm_parameter: named("ssm:{region}:{account}:parameter{/name}"),
  aws_iam_role: named("iam::{account}:role{path}{name}"),
  aws_iam_user: named("iam::{account}:user{path}{name}"),
  aws_iam_group: named("iam::{account}:group{path}{name}"),
  aws_iam_instance_profile: named("iam::{account}:instance-profile{path}{name}"),
  aws_iam_policy: byArn("iam::{account}:policy{path}{name}"),
  aws_iam_service_linked_role: byArn(
    "iam::{account}:role/aws-service-role/{aws_service_name}/AWSServiceRole",
  ),
  aws_iam_role_policy: { id: "{role}:{name}" },
  aws_iam_role_policy_attachment: { id: "{role}-{digits16}" },
  aws_iam_access_key: { id: "AKIA{capitals16}" },

  aws_cloudwatch_log_group: named("logs:{region}:{account}:log-group:{name}"),
  aws_cloudwatch_metric_alarm: named("cloudwatch:{region}:{account}:alarm:{name}"),
  aws_cloudwatch_composite_alarm: named("cloudwatch:{region}:{account}:alarm:{name}"),
  aws_cloudwatch_dashboard: named("cloudwatch::{account}:dashboard/{name}"),
  aws_cloudwatch_event_rule: named("events:{region}:{account}:rule/{name}"),
  aws_cloudwatch_event_bus: named("events:{region}:{account}:event-bus/{name}"),
  aws_cloudtrail: byArn("cloudtrail:{region}:{account}:trail/{name}"),
  aws_sns_topic: byArn("sns:{region}:{account}:{name}"),
  aws_sns_topic_subscription: byArn("sns:{region}:{account}:made-up:{uuid}"),
  aws_sqs_queue: {
    id: "https://sqs.{region}.amazonaws.com/{account}/{name}",
    arn: "sqs:{region}:{account}:{name}",
  },
  aws_lambda_function: named("lambda:{region}:{account}:function:{name}"),
  aws_lambda_alias: byArn("lambda:{region}:{account}:function:{function_name}:{name}"),
  aws_scheduler_schedule: {
    id: "{group_name}/{name}",
    arn: "scheduler:{region}:{account}:schedule/{group_name}/{name}",
  },
  aws_guardduty_detector: { id: "{hex32}", arn: "guardduty:{region}:{account}:detector/{id}" },
  aws_accessanalyzer_analyzer: named("access-analyzer:{region}:{account}:analyzer/{name}"),
  aws_budgets_budget: { id: "{account}:{name}", arn: "budgets::{account}:budget/{name}" },

  aws_sesv2_email_identity: {
    id: "{email_identity}",
    arn: "ses:{region}:{account}:identity/{email_identity}",
  },
  aws_ses_domain_identity: { id: "{domain}", arn: "ses:{region}:{account}:identity/{domain}" },
  aws_ses_receipt_rule: named("ses:{region}:{account}:receipt-rule-set/{rule_set_name}:receipt-rule/{name}"),
  aws_emrserverless_application: {
    id: "00{letters12}",
    arn: "emr-serverless:{region}:{account}:/applications/{id}",
  },
  aws_sagemaker_domain: { id: "d-{letters12}", arn: "sagemaker:{region}:{account}:domain/{id}" },
  aws_sagemaker_user_profile: byArn(
    "sagemaker:{region}:{account}:user-profile/{domain_id}/{user_profile_name}",
  ),
  aws_glue_catalog_database: { id: "{account}:{name}", arn: "glue:{region}:{account}:database/{name}" },
};

/** Service names in ARNs, where they are not the second word of the type. */
const SERVICES: Record<string, string> = {
  cloudwatch_log: "logs",
  cloudwatch_event: "events",
  db: "rds",
  efs: "elasticfilesystem",
  lb: "elasticloadbalancing",
  alb: "elasticloadbalancing",
  sfn: "states",
  sesv2: "ses",
  vpc: "ec2",
};

/** Templates for a type: those that are known, or the usual form. */
export function identityOf(type: string): Required<Identity> {
  const [, service = "", ...rest] = type.split("_");
  const arnService = SERVICES[`${service}_${rest[0]}`] ?? SERVICES[service] ?? service;
  return {
    id: "{name}",
    arn: `${arnService}:{region}:{account}:${rest.join("-") || service}/{name}`,
    ...IDENTITIES[type],
  };
}
