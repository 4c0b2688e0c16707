import type { Service } from "./aws-reference";

/** A resource that cannot be deleted while others refer to it. */
export interface Use {
  readonly service: Service;
  readonly type: string;
  /** Attributes of other types, by type, which hold its `id`, its `arn` or its name. */
  readonly by: Readonly<Record<string, string>>;
  readonly operation: string;
  readonly code: string;
}

/**
 * Resources that others still use. Compared on 2026-11-29 with the API models of botocore 1.43.11, and for EC2 with its
 * page of error codes. AWS does not refuse everything that harms: a key of KMS can be scheduled for deletion while
 * databases and buckets need it.
 */
export const USES: readonly Use[] = [
  {
    service: "ec2",
    type: "aws_subnet",
    by: {
      aws_db_subnet_group: "subnet_ids",
      aws_ecs_service: "network_configuration.subnets",
      aws_efs_mount_target: "subnet_id",
      aws_elasticache_serverless_cache: "subnet_ids",
      aws_lambda_function: "vpc_config.subnet_ids",
      aws_lb: "subnets",
      aws_nat_gateway: "subnet_id",
      aws_vpc_endpoint: "subnet_ids",
    },
    operation: "DeleteSubnet",
    code: "DependencyViolation",
  },
  {
    service: "ec2",
    type: "aws_security_group",
    by: {
      aws_ecs_service: "network_configuration.security_groups",
      aws_efs_mount_target: "security_groups",
      aws_elasticache_serverless_cache: "security_group_ids",
      aws_lambda_function: "vpc_config.security_group_ids",
      aws_lb: "security_groups",
      aws_rds_cluster: "vpc_security_group_ids",
      aws_vpc_endpoint: "security_group_ids",
      aws_vpc_security_group_egress_rule: "referenced_security_group_id",
      aws_vpc_security_group_ingress_rule: "referenced_security_group_id",
    },
    operation: "DeleteSecurityGroup",
    code: "DependencyViolation",
  },
  {
    service: "ec2",
    type: "aws_vpc",
    by: {
      aws_internet_gateway: "vpc_id",
      aws_security_group: "vpc_id",
      aws_subnet: "vpc_id",
      aws_vpc_endpoint: "vpc_id",
    },
    operation: "DeleteVpc",
    code: "DependencyViolation",
  },
  use("ec2", "aws_eip", { aws_nat_gateway: "allocation_id" }, "ReleaseAddress", "InvalidIPAddress.InUse"),
  use(
    "ec2",
    "aws_route_table",
    { aws_route_table_association: "route_table_id" },
    "DeleteRouteTable",
    "DependencyViolation",
  ),
  use(
    "acm",
    "aws_acm_certificate",
    { aws_lb_listener: "certificate_arn" },
    "DeleteCertificate",
    "ResourceInUseException",
  ),
  use(
    "elb",
    "aws_lb_target_group",
    { aws_lb_listener: "default_action.target_group_arn" },
    "DeleteTargetGroup",
    "ResourceInUse",
  ),
  use(
    "rds",
    "aws_db_subnet_group",
    { aws_rds_cluster: "db_subnet_group_name", aws_db_instance: "db_subnet_group_name" },
    "DeleteDBSubnetGroup",
    "InvalidDBSubnetGroupStateFault",
  ),
  use(
    "rds",
    "aws_rds_cluster_parameter_group",
    { aws_rds_cluster: "db_cluster_parameter_group_name" },
    "DeleteDBClusterParameterGroup",
    "InvalidDBParameterGroupState",
  ),
  use(
    "rds",
    "aws_rds_cluster",
    { aws_rds_cluster_instance: "cluster_identifier" },
    "DeleteDBCluster",
    "InvalidDBClusterStateFault",
  ),
  use(
    "iam",
    "aws_iam_role",
    { aws_iam_role_policy: "role", aws_iam_role_policy_attachment: "role", aws_iam_instance_profile: "role" },
    "DeleteRole",
    "DeleteConflict",
  ),
  use(
    "iam",
    "aws_iam_user",
    { aws_iam_user_policy: "user", aws_iam_user_policy_attachment: "user", aws_iam_access_key: "user" },
    "DeleteUser",
    "DeleteConflict",
  ),
  use(
    "efs",
    "aws_efs_file_system",
    { aws_efs_mount_target: "file_system_id" },
    "DeleteFileSystem",
    "FileSystemInUse",
  ),
  use(
    "ecs",
    "aws_ecs_cluster",
    { aws_ecs_service: "cluster" },
    "DeleteCluster",
    "ClusterContainsServicesException",
  ),
  use(
    "waf",
    "aws_wafv2_web_acl",
    { aws_wafv2_web_acl_association: "web_acl_arn" },
    "DeleteWebACL",
    "WAFAssociatedItemException",
  ),
  use(
    "sagemaker",
    "aws_sagemaker_domain",
    { aws_sagemaker_user_profile: "domain_id" },
    "DeleteDomain",
    "ResourceInUse",
  ),
];

function use(
  service: Service,
  type: string,
  by: Readonly<Record<string, string>>,
  operation: string,
  code: string,
): Use {
  return { service, type, by, operation, code };
}
