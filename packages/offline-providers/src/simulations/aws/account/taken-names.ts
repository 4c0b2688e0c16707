import type { CtyObject } from "../../../cty/types";
import { apiPage, type Service } from "./aws-reference";

/** A name, or a combination of attributes, that only one resource of a type can have. */
export interface TakenName {
  readonly type: string;
  /** The attributes that make it up; with a parent's identifier, the name is taken within that parent only. */
  readonly by: readonly string[];
  readonly operation: string;
  readonly code: string;
  readonly source: string;
  /** Another region may have a thing of the same name. @default true */
  readonly perRegion?: boolean;
  /** Creations that take the name over, as the service lets them. @default - none */
  readonly unless?: (values: CtyObject) => boolean;
}

/**
 * Names that are taken. Operations and codes were compared with the API models of botocore 1.43.11 on 2026-11-29; those
 * of EC2, which its model does not list, with EC2's page of error codes. Missing are services that answer with what
 * exists already: clusters of ECS, topics of SNS, rules of EventBridge.
 */
export const TAKEN_NAMES: readonly TakenName[] = [
  row("rds", "aws_rds_cluster", ["cluster_identifier"], "CreateDBCluster", "DBClusterAlreadyExistsFault"),
  row("rds", "aws_rds_cluster_instance", ["identifier"], "CreateDBInstance", "DBInstanceAlreadyExists"),
  row("rds", "aws_db_instance", ["identifier"], "CreateDBInstance", "DBInstanceAlreadyExists"),
  row("rds", "aws_db_subnet_group", ["name"], "CreateDBSubnetGroup", "DBSubnetGroupAlreadyExists"),
  row(
    "rds",
    "aws_rds_cluster_parameter_group",
    ["name"],
    "CreateDBClusterParameterGroup",
    "DBParameterGroupAlreadyExists",
  ),
  row(
    "rds",
    "aws_rds_cluster_role_association",
    ["db_cluster_identifier", "role_arn"],
    "AddRoleToDBCluster",
    "DBClusterRoleAlreadyExists",
  ),
  worldwide(row("iam", "aws_iam_role", ["name"], "CreateRole", "EntityAlreadyExists")),
  worldwide(row("iam", "aws_iam_user", ["name"], "CreateUser", "EntityAlreadyExists")),
  worldwide(row("iam", "aws_iam_policy", ["name"], "CreatePolicy", "EntityAlreadyExists")),
  worldwide(row("s3", "aws_s3_bucket", ["bucket"], "CreateBucket", "BucketAlreadyOwnedByYou")),
  row("kms", "aws_kms_alias", ["name"], "CreateAlias", "AlreadyExistsException"),
  row("secrets", "aws_secretsmanager_secret", ["name"], "CreateSecret", "ResourceExistsException"),
  row("elb", "aws_lb", ["name"], "CreateLoadBalancer", "DuplicateLoadBalancerName"),
  row("elb", "aws_lb_target_group", ["name"], "CreateTargetGroup", "DuplicateTargetGroupName"),
  row("elb", "aws_lb_listener", ["load_balancer_arn", "port"], "CreateListener", "DuplicateListener"),
  row("elb", "aws_lb_listener_rule", ["listener_arn", "priority"], "CreateRule", "PriorityInUse"),
  row("ec2", "aws_security_group", ["vpc_id", "name"], "CreateSecurityGroup", "InvalidGroup.Duplicate"),
  row("ec2", "aws_subnet", ["vpc_id", "cidr_block"], "CreateSubnet", "InvalidSubnet.Conflict"),
  row("ec2", "aws_route", ["route_table_id", "destination_cidr_block"], "CreateRoute", "RouteAlreadyExists"),
  row(
    "ec2",
    "aws_route",
    ["route_table_id", "destination_ipv6_cidr_block"],
    "CreateRoute",
    "RouteAlreadyExists",
  ),
  // One address is that of one gateway; the page on troubles of NAT gateways has the error.
  row("ec2", "aws_nat_gateway", ["allocation_id"], "CreateNatGateway", "Resource.AlreadyAssociated"),
  // The name of a service leads to one endpoint of a VPC.
  {
    ...row("ec2", "aws_vpc_endpoint", ["vpc_id", "service_name"], "CreateVpcEndpoint", "InvalidParameter"),
    unless: ({ private_dns_enabled: hasName }) => hasName !== true,
  },
  row(
    "ec2",
    "aws_route_table_association",
    ["subnet_id"],
    "AssociateRouteTable",
    "Resource.AlreadyAssociated",
  ),
  row("ec2", "aws_internet_gateway", ["vpc_id"], "AttachInternetGateway", "Resource.AlreadyAssociated"),
  ...["egress", "ingress"].flatMap((direction) =>
    ["cidr_ipv4", "cidr_ipv6", "referenced_security_group_id"].map((peer) =>
      row(
        "ec2",
        `aws_vpc_security_group_${direction}_rule`,
        ["security_group_id", "ip_protocol", "from_port", "to_port", peer],
        `AuthorizeSecurityGroup${direction === "egress" ? "Egress" : "Ingress"}`,
        "InvalidPermission.Duplicate",
      ),
    ),
  ),
  row("logs", "aws_cloudwatch_log_group", ["name"], "CreateLogGroup", "ResourceAlreadyExistsException"),
  row("ecs", "aws_ecs_service", ["cluster", "name"], "CreateService", "InvalidParameterException"),
  row("efs", "aws_efs_file_system", ["creation_token"], "CreateFileSystem", "FileSystemAlreadyExists"),
  row(
    "efs",
    "aws_efs_mount_target",
    ["file_system_id", "subnet_id"],
    "CreateMountTarget",
    "MountTargetConflict",
  ),
  row("backup", "aws_backup_vault", ["name"], "CreateBackupVault", "AlreadyExistsException"),
  row(
    "backup",
    "aws_backup_restore_testing_plan",
    ["name"],
    "CreateRestoreTestingPlan",
    "AlreadyExistsException",
  ),
  row(
    "backup",
    "aws_backup_restore_testing_selection",
    ["restore_testing_plan_name", "name"],
    "CreateRestoreTestingSelection",
    "AlreadyExistsException",
  ),
  row("ecr", "aws_ecr_repository", ["name"], "CreateRepository", "RepositoryAlreadyExistsException"),
  row(
    "ecr",
    "aws_ecr_pull_through_cache_rule",
    ["ecr_repository_prefix"],
    "CreatePullThroughCacheRule",
    "PullThroughCacheRuleAlreadyExistsException",
  ),
  row(
    "cache",
    "aws_elasticache_serverless_cache",
    ["name"],
    "CreateServerlessCache",
    "ServerlessCacheAlreadyExistsFault",
  ),
  row("waf", "aws_wafv2_web_acl", ["scope", "name"], "CreateWebACL", "WAFDuplicateItemException"),
  row("cloudtrail", "aws_cloudtrail", ["name"], "CreateTrail", "TrailAlreadyExistsException"),
  row("lambda", "aws_lambda_function", ["function_name"], "CreateFunction", "ResourceConflictException"),
  row(
    "lambda",
    "aws_lambda_permission",
    ["function_name", "statement_id"],
    "AddPermission",
    "ResourceConflictException",
  ),
  row("ssm", "aws_ssm_parameter", ["name"], "PutParameter", "ParameterAlreadyExists"),
  row("glue", "aws_glue_catalog_database", ["name"], "CreateDatabase", "AlreadyExistsException"),
  row("dynamodb", "aws_dynamodb_table", ["name"], "CreateTable", "ResourceInUseException"),
  row("ses", "aws_ses_receipt_rule_set", ["rule_set_name"], "CreateReceiptRuleSet", "AlreadyExists"),
  row("ses", "aws_ses_receipt_rule", ["rule_set_name", "name"], "CreateReceiptRule", "AlreadyExists"),
  row(
    "sesv2",
    "aws_sesv2_configuration_set",
    ["configuration_set_name"],
    "CreateConfigurationSet",
    "AlreadyExistsException",
  ),
  row(
    "sesv2",
    "aws_sesv2_configuration_set_event_destination",
    ["configuration_set_name", "event_destination_name"],
    "CreateConfigurationSetEventDestination",
    "AlreadyExistsException",
  ),
  row("scheduler", "aws_scheduler_schedule", ["name"], "CreateSchedule", "ConflictException"),
  {
    ...worldwide(
      row(
        "route53",
        "aws_route53_record",
        ["zone_id", "name", "type"],
        "ChangeResourceRecordSets",
        "InvalidChangeBatch",
      ),
    ),
    // A record with a routing policy is one of several.
    unless: ({ allow_overwrite, set_identifier }) => allow_overwrite === true || Boolean(set_identifier),
  },
];

function row(
  service: Service,
  type: string,
  by: readonly string[],
  operation: string,
  code: string,
): TakenName {
  return { type, by, operation, code, source: apiPage(service, operation) };
}

function worldwide(name: TakenName): TakenName {
  return { ...name, perRegion: false };
}
