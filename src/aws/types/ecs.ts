import { type AwsTypes, asksForKey, asksForRole } from "./aws-type";

const SERVICE = "arn:{partition}:ecs:{region}:{account}:service/{prefix}-*";
const CLUSTER = "arn:{partition}:ecs:{region}:{account}:cluster/{prefix}-*";
const REPOSITORY = "arn:{partition}:ecr:{region}:{account}:repository/{prefix}-*";
const SCALABLE_TARGET = "arn:{partition}:application-autoscaling:{region}:{account}:scalable-target/*";

/** Containers, their images, and what scales them. */
export const ecsTypes: AwsTypes = {
  aws_ecs_service: {
    one: "service",
    reads: ["ecs:DescribeServiceRevisions", "ecs:DescribeServices", "ecs:ListTagsForResource"],
    writes: {
      create: ["ecs:CreateService", "ecs:TagResource"],
      update: ["ecs:TagResource", "ecs:UntagResource", "ecs:UpdateService"],
      // Its tasks are ended first.
      delete: ["ecs:DeleteService", "ecs:UpdateService"],
    },
    arn: SERVICE,
    asks: [asksForRole("CreateService. Developer guide of ECS, identity-based policies")],
  },
  aws_ecs_task_definition: {
    one: "task definition",
    free: true,
    reads: ["ecs:DescribeTaskDefinition", "ecs:ListTagsForResource"],
    writes: {
      create: ["ecs:RegisterTaskDefinition", "ecs:TagResource"],
      update: ["ecs:TagResource", "ecs:UntagResource"],
      delete: ["ecs:DeregisterTaskDefinition"],
    },
    arn: "arn:{partition}:ecs:{region}:{account}:task-definition/{prefix}-*",
    anywhere: ["ecs:DeregisterTaskDefinition", "ecs:RegisterTaskDefinition"],
    asks: [asksForRole("RegisterTaskDefinition with roles. Service authorization reference of ECS")],
  },
  aws_ecr_repository: {
    one: "image repository",
    many: "image repositories",
    reads: ["ecr:DescribeRepositories", "ecr:ListTagsForResource"],
    writes: {
      create: ["ecr:CreateRepository", "ecr:TagResource"],
      update: [
        "ecr:PutImageScanningConfiguration",
        "ecr:PutImageTagMutability",
        "ecr:TagResource",
        "ecr:UntagResource",
      ],
      delete: ["ecr:DeleteRepository"],
    },
    arn: REPOSITORY,
    asks: [asksForKey("CreateRepository with a key. User guide of ECR, encryption at rest")],
  },
  aws_ecr_lifecycle_policy: {
    one: "image lifecycle policy",
    many: "image lifecycle policies",
    free: true,
    reads: ["ecr:GetLifecyclePolicy"],
    writes: {
      create: ["ecr:PutLifecyclePolicy"],
      update: ["ecr:PutLifecyclePolicy"],
      delete: ["ecr:DeleteLifecyclePolicy"],
    },
    arn: REPOSITORY,
  },
  aws_ecr_pull_through_cache_rule: {
    one: "image cache rule",
    free: true,
    reads: ["ecr:DescribePullThroughCacheRules"],
    writes: {
      create: ["ecr:CreatePullThroughCacheRule"],
      update: ["ecr:UpdatePullThroughCacheRule"],
      delete: ["ecr:DeletePullThroughCacheRule"],
    },
  },
  aws_appautoscaling_target: {
    one: "scaling range",
    free: true,
    reads: ["application-autoscaling:DescribeScalableTargets", "application-autoscaling:ListTagsForResource"],
    writes: {
      create: ["application-autoscaling:RegisterScalableTarget", "application-autoscaling:TagResource"],
      update: [
        "application-autoscaling:RegisterScalableTarget",
        "application-autoscaling:TagResource",
        "application-autoscaling:UntagResource",
      ],
      delete: ["application-autoscaling:DeregisterScalableTarget"],
    },
    arn: SCALABLE_TARGET,
    asks: [
      {
        actions: ["ecs:DescribeServices", "ecs:UpdateService"],
        arn: SERVICE,
        why: "RegisterScalableTarget of a service. User guide of Application Auto Scaling, permissions",
      },
    ],
  },
  aws_appautoscaling_policy: {
    one: "scaling policy",
    many: "scaling policies",
    free: true,
    reads: ["application-autoscaling:DescribeScalingPolicies"],
    writes: {
      create: ["application-autoscaling:PutScalingPolicy"],
      update: ["application-autoscaling:PutScalingPolicy"],
      delete: ["application-autoscaling:DeleteScalingPolicy"],
    },
    arn: SCALABLE_TARGET,
    asks: [
      {
        actions: ["cloudwatch:DeleteAlarms", "cloudwatch:PutMetricAlarm"],
        arn: "arn:{partition}:cloudwatch:{region}:{account}:alarm:TargetTracking-service/{prefix}-*",
        why: "PutScalingPolicy that tracks a target. User guide of Application Auto Scaling, permissions",
      },
      {
        actions: ["cloudwatch:DescribeAlarms"],
        arn: "*",
        why: "PutScalingPolicy that tracks a target. User guide of Application Auto Scaling, permissions",
      },
    ],
  },
  aws_ecs_cluster: {
    one: "container cluster",
    reads: ["ecs:DescribeClusters", "ecs:ListTagsForResource"],
    writes: {
      create: ["ecs:CreateCluster", "ecs:TagResource"],
      update: ["ecs:TagResource", "ecs:UntagResource", "ecs:UpdateCluster"],
      delete: ["ecs:DeleteCluster"],
    },
    arn: CLUSTER,
  },
};
