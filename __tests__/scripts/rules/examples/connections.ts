import type { Example } from "./example";

const SECURITY_GROUPS = [
  ["aws_rds_cluster", "vpc_security_group_ids"],
  ["aws_elasticache_serverless_cache", "security_group_ids"],
  ["aws_lb", "security_groups"],
  ["aws_ecs_service", "network_configuration.0.security_groups"],
] as const;

/** Examples of rules about who reaches what, and by which way. */
export const CONNECTIONS: readonly Example[] = [
  ...SECURITY_GROUPS.map(
    ([type, path]): Example => [type, path, ["sg-1"], ["sg-2"], "gets other security groups", "either way"],
  ),
  ["aws_rds_cluster", "vpc_security_group_ids", ["sg-1"], [], "gets other security groups"],
  ["aws_lambda_function", "vpc_config.0.subnet_ids", ["subnet-1"], null, "runs outside of the VPC"],
  [
    "aws_emrserverless_application",
    "network_configuration.0.subnet_ids",
    ["subnet-1"],
    [],
    "runs outside of the VPC",
  ],
  ["aws_route", "nat_gateway_id", "nat-1", "", "no longer leads through a NAT gateway"],
  [
    "aws_route_table_association",
    "route_table_id",
    "rtb-1",
    "rtb-2",
    "takes another route table",
    "either way",
  ],
  [
    "aws_lb_listener",
    "default_action.0.target_group_arn",
    "arn:one",
    "arn:two",
    "sends requests to another target group",
    "either way",
  ],
];
