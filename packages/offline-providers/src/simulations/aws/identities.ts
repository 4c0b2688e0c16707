import type { Identity } from "./identity";

const ec2 = (prefix: string, resource: string): Identity => ({
  id: `${prefix}-{hex17}`,
  arn: `ec2:{region}:{account}:${resource}/{id}`,
});

const named = (arn: string): Identity => ({ id: "{name}", arn });
const byArn = (arn: string): Identity => ({ id: "{arn}", arn });

/** Identifiers of common types. One that is not here is identified by its name, with an ARN in the usual form. */
export const IDENTITIES: Readonly<Record<string, Identity>> = {
  aws_vpc: ec2("vpc", "vpc"),
  aws_subnet: ec2("subnet", "subnet"),
  aws_internet_gateway: ec2("igw", "internet-gateway"),
  aws_nat_gateway: ec2("nat", "natgateway"),
  aws_eip: ec2("eipalloc", "elastic-ip"),
  aws_route_table: ec2("rtb", "route-table"),
  aws_route_table_association: { id: "rtbassoc-{hex17}" },
  aws_route: { id: "r-{route_table_id}{digits10}" },
  aws_security_group: ec2("sg", "security-group"),
  aws_default_security_group: ec2("sg", "security-group"),
  aws_vpc_security_group_ingress_rule: ec2("sgr", "security-group-rule"),
  aws_vpc_security_group_egress_rule: ec2("sgr", "security-group-rule"),
  aws_vpc_endpoint: ec2("vpce", "vpc-endpoint"),
  aws_flow_log: ec2("fl", "vpc-flow-log"),

  aws_lb: byArn("elasticloadbalancing:{region}:{account}:loadbalancer/app/{name}/{hex16}"),
  aws_lb_target_group: byArn("elasticloadbalancing:{region}:{account}:targetgroup/{name}/{hex16}"),
  aws_lb_listener: byArn("elasticloadbalancing:{region}:{account}:listener/app/made-up/{hex16}/{digits16}"),
  aws_lb_listener_rule: byArn(
    "elasticloadbalancing:{region}:{account}:listener-rule/app/made-up/{hex16}/{digits16}/{hex16}",
  ),
  aws_wafv2_web_acl: { id: "{uuid}", arn: "wafv2:{region}:{account}:regional/webacl/{name}/{id}" },
  aws_acm_certificate: byArn("acm:{region}:{account}:certificate/{uuid}"),
  aws_acm_certificate_validation: { id: "2024-01-01 00:00:00 +0000 UTC" },
  aws_route53_record: { id: "{zone_id}_{name}_{type}" },

  aws_ecs_cluster: byArn("ecs:{region}:{account}:cluster/{name}"),
  aws_ecs_service: byArn("ecs:{region}:{account}:service/{name}/{hex32}"),
  aws_ecs_task_definition: { id: "{family}", arn: "ecs:{region}:{account}:task-definition/{family}:1" },

  aws_rds_cluster: { id: "{name}", arn: "rds:{region}:{account}:cluster:{id}" },
  aws_rds_cluster_instance: { id: "{name}", arn: "rds:{region}:{account}:db:{id}" },
  aws_db_subnet_group: named("rds:{region}:{account}:subgrp:{name}"),
  aws_efs_file_system: { id: "fs-{hex17}", arn: "elasticfilesystem:{region}:{account}:file-system/{id}" },
  aws_efs_access_point: { id: "fsap-{hex17}", arn: "elasticfilesystem:{region}:{account}:access-point/{id}" },
  aws_efs_mount_target: { id: "fsmt-{hex17}" },
  aws_dynamodb_table: named("dynamodb:{region}:{account}:table/{name}"),

  aws_s3_bucket: named("s3:::{name}"),
  aws_s3_object: { id: "{key}", arn: "s3:::{bucket}/{key}" },
  aws_kms_key: { id: "{uuid}", arn: "kms:{region}:{account}:key/{id}" },
  aws_kms_alias: named("kms:{region}:{account}:{name}"),
  aws_secretsmanager_secret: byArn("secretsmanager:{region}:{account}:secret:{name}-{letters6}"),
  aws_secretsmanager_secret_version: { id: "{secret_id}|{uuid}", arn: "{secret_id}" },
  aws_ssm_parameter: named("ssm:{region}:{account}:parameter{/name}"),
  aws_iam_role: named("iam::{account}:role{path}{name}"),
  aws_iam_user: named("iam::{account}:user{path}{name}"),
  aws_iam_role_policy: { id: "{role}:{name}" },
  aws_iam_role_policy_attachment: { id: "{role}-{digits16}" },

  aws_cloudwatch_log_group: named("logs:{region}:{account}:log-group:{name}"),
  aws_cloudwatch_event_rule: named("events:{region}:{account}:rule/{name}"),
  aws_cloudtrail: byArn("cloudtrail:{region}:{account}:trail/{name}"),
  aws_sns_topic: byArn("sns:{region}:{account}:{name}"),
  aws_sqs_queue: {
    id: "https://sqs.{region}.amazonaws.com/{account}/{name}",
    arn: "sqs:{region}:{account}:{name}",
  },
  aws_ses_receipt_rule_set: { id: "{rule_set_name}", arn: "ses:{region}:{account}:receipt-rule-set/{id}" },
  aws_lambda_function: named("lambda:{region}:{account}:function:{name}"),
  aws_scheduler_schedule: {
    id: "{group_name}/{name}",
    arn: "scheduler:{region}:{account}:schedule/{group_name}/{name}",
  },
};

/** Service names in ARNs, where they are not the second word of the type. */
const SERVICES: Record<string, string> = {
  cloudwatch_log: "logs",
  cloudwatch_event: "events",
  db: "rds",
  efs: "elasticfilesystem",
  lb: "elasticloadbalancing",
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
