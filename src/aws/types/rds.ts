import { type AwsTypes, asksForKey, asksForRole } from "./aws-type";

const rds = (resource: string) => `arn:{partition}:rds:{region}:{account}:${resource}`;
const CLUSTER = rds("cluster:{prefix}-*");
const PARAMETER_GROUP = rds("cluster-pg:{prefix}-*");
const SUBNET_GROUP = rds("subgrp:{prefix}-*");
const CACHE = "arn:{partition}:elasticache:{region}:{account}:serverlesscache:{prefix}-*";

const TAGGING = ["rds:AddTagsToResource", "rds:RemoveTagsFromResource"];

/** Database and cache. */
export const rdsTypes: AwsTypes = {
  aws_rds_cluster: {
    one: "Aurora cluster",
    reads: ["rds:DescribeDBClusters", "rds:DescribeGlobalClusters", "rds:ListTagsForResource"],
    writes: {
      create: ["rds:AddTagsToResource", "rds:CreateDBCluster", "rds:ModifyDBCluster"],
      update: [...TAGGING, "rds:DisableHttpEndpoint", "rds:EnableHttpEndpoint", "rds:ModifyDBCluster"],
      delete: ["rds:CreateDBClusterSnapshot", "rds:DeleteDBCluster"],
    },
    // The first is its last snapshot.
    arn: [rds("cluster-snapshot:{prefix}-*"), CLUSTER, PARAMETER_GROUP, SUBNET_GROUP],
    asks: [
      asksForRole("CreateDBCluster with a role for monitoring. Service authorization reference of RDS"),
      asksForKey("CreateDBCluster with a key. User guide of Aurora, encryption"),
    ],
  },
  aws_rds_cluster_instance: {
    one: "Aurora instance",
    reads: ["rds:DescribeDBInstances", "rds:ListTagsForResource"],
    writes: {
      create: ["rds:AddTagsToResource", "rds:CreateDBInstance"],
      update: [...TAGGING, "rds:ModifyDBInstance"],
      delete: ["rds:DeleteDBInstance"],
    },
    // Instances have groups of options and parameters that belong to AWS.
    arn: [rds("db:{prefix}-*"), CLUSTER, SUBNET_GROUP, rds("og:default*"), rds("pg:default*")],
    asks: [
      asksForRole("CreateDBInstance with a role for monitoring. Service authorization reference of RDS"),
    ],
  },
  aws_rds_cluster_parameter_group: {
    one: "cluster parameter group",
    free: true,
    reads: [
      "rds:DescribeDBClusterParameterGroups",
      "rds:DescribeDBClusterParameters",
      "rds:ListTagsForResource",
    ],
    writes: {
      create: [
        "rds:AddTagsToResource",
        "rds:CreateDBClusterParameterGroup",
        "rds:ModifyDBClusterParameterGroup",
      ],
      update: [...TAGGING, "rds:ModifyDBClusterParameterGroup", "rds:ResetDBClusterParameterGroup"],
      delete: ["rds:DeleteDBClusterParameterGroup"],
    },
    arn: PARAMETER_GROUP,
  },
  aws_elasticache_serverless_cache: {
    one: "serverless cache",
    reads: ["elasticache:DescribeServerlessCaches", "elasticache:ListTagsForResource"],
    writes: {
      create: ["elasticache:AddTagsToResource", "elasticache:CreateServerlessCache"],
      update: [
        "elasticache:AddTagsToResource",
        "elasticache:ModifyServerlessCache",
        "elasticache:RemoveTagsFromResource",
      ],
      delete: ["elasticache:DeleteServerlessCache"],
    },
    arn: CACHE,
    asks: [
      asksForKey("CreateServerlessCache with a key. User guide of ElastiCache, encryption at rest"),
      {
        actions: [
          "ec2:CreateTags",
          "ec2:CreateVpcEndpoint",
          "ec2:DeleteVpcEndpoints",
          "ec2:DescribeSecurityGroups",
          "ec2:DescribeSubnets",
          "ec2:DescribeVpcEndpoints",
          "ec2:DescribeVpcs",
        ],
        why: "CreateServerlessCache, which makes an endpoint. User guide of ElastiCache, API permissions",
      },
    ],
  },
  aws_db_subnet_group: {
    one: "subnet group",
    free: true,
    reads: ["rds:DescribeDBSubnetGroups", "rds:ListTagsForResource"],
    writes: {
      create: ["rds:AddTagsToResource", "rds:CreateDBSubnetGroup"],
      update: [...TAGGING, "rds:ModifyDBSubnetGroup"],
      delete: ["rds:DeleteDBSubnetGroup"],
    },
    arn: SUBNET_GROUP,
  },
  aws_rds_cluster_role_association: {
    one: "role of a cluster",
    many: "roles of clusters",
    free: true,
    reads: ["rds:DescribeDBClusters"],
    writes: { create: ["rds:AddRoleToDBCluster"], delete: ["rds:RemoveRoleFromDBCluster"] },
    arn: CLUSTER,
    asks: [asksForRole("AddRoleToDBCluster. Service authorization reference of RDS")],
  },
};
