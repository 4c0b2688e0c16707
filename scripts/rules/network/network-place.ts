import { atPaths } from "../attribute-rule";
import { tableArea } from "../rule";
import { changes, isAnother, isOtherSet, isTakenAway } from "../weaker";

/** Where things are in the network, what guards them there, and which way requests take. */
export const networkPlace = tableArea("Place in the network", {
  attributeRules: [
    ...atPaths(
      [
        ["vpc_security_group_ids", "aws_rds_cluster", "aws_db_instance"],
        ["security_group_ids", "aws_elasticache_serverless_cache", "aws_vpc_endpoint"],
        ["security_groups", "aws_efs_mount_target", "aws_lb"],
        ["network_configuration.0.security_groups", "aws_ecs_service"],
      ],
      {
        weakens: isOtherSet,
        severity: "warning",
        says: "gets other security groups",
        why: "Only the rules of those groups decide who reaches it from now on. Compare them with the former ones.",
      },
    ),
    ...atPaths(
      [
        ["subnet_ids", "aws_db_subnet_group", "aws_elasticache_serverless_cache", "aws_vpc_endpoint"],
        ["subnets", "aws_lb"],
        ["network_configuration.0.subnets", "aws_ecs_service"],
      ],
      {
        weakens: isOtherSet,
        severity: "warning",
        says: "is in other subnets",
        why: "Their routes decide what it reaches and what reaches it; in fewer zones it stops with them.",
      },
    ),
    {
      types: ["aws_lb"],
      path: "ip_address_type",
      weakens: isAnother,
      severity: "warning",
      says: "gets other kinds of addresses",
      why: "With IPv6 others can reach it, and rules for IPv4 ranges do not hold there.",
    },
    {
      types: ["aws_lb_listener"],
      path: "default_action.0.redirect.0.host",
      weakens: changes,
      severity: "danger",
      says: "sends people to another host",
      why: "Whoever has that host gets the passwords that people type.",
    },
    {
      types: ["aws_lb_listener"],
      path: "default_action.0.redirect",
      weakens: changes,
      severity: "warning",
      says: "redirects in another way",
      why: "People who open the address end up somewhere else, or nowhere.",
    },
    {
      types: ["aws_lambda_function"],
      path: "vpc_config.0.subnet_ids",
      weakens: isTakenAway,
      severity: "danger",
      says: "runs outside of the VPC",
      why: "It reaches the internet without security group or flow log, and no longer what is inside of the VPC.",
    },
    {
      types: ["aws_emrserverless_application"],
      path: "network_configuration.0.subnet_ids",
      weakens: isTakenAway,
      severity: "danger",
      says: "runs outside of the VPC",
      why: "Its jobs work on copies of patient records without security group or flow log.",
    },
    {
      types: ["aws_route"],
      path: "nat_gateway_id",
      weakens: isTakenAway,
      severity: "danger",
      says: "no longer leads through a NAT gateway",
      why: "Through an internet gateway in its place, what is in the subnets can be reached from outside; through none, it reaches nobody.",
    },
    {
      types: ["aws_route_table_association"],
      path: "route_table_id",
      weakens: isAnother,
      severity: "warning",
      says: "takes another route table",
      why: "What is in the subnet takes other ways, and with a public table can be reached from outside.",
    },
    {
      types: ["aws_lb_listener"],
      path: "default_action.0.target_group_arn",
      weakens: isAnother,
      severity: "warning",
      says: "sends requests to another target group",
      why: "Whatever is in that group gets the passwords and records that people send.",
    },
  ],
  arrivalRules: [
    {
      types: [
        "aws_globalaccelerator_accelerator",
        "aws_globalaccelerator_listener",
        "aws_globalaccelerator_endpoint_group",
      ],
      severity: "notice",
      says: "is new",
      why: "The application has public addresses more; only the security group decides who reaches it there.",
    },
    {
      types: ["aws_sagemaker_domain"],
      severity: "notice",
      says: "is new",
      why: "People work there beside copies of the records.",
    },
  ],
});
