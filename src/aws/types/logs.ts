import type { AwsTypes } from "./aws-type";

const QUERY_LOG = "arn:{partition}:route53resolver:{region}:{account}:resolver-query-log-config/*";
const log = (group: string) => `arn:{partition}:logs:{region}:{account}:log-group:${group}`;

/** Records of what happened: logs, and the audit trail. */
export const logTypes: AwsTypes = {
  aws_cloudtrail: {
    one: "audit trail",
    reads: [
      "cloudtrail:DescribeTrails",
      "cloudtrail:GetEventSelectors",
      "cloudtrail:GetInsightSelectors",
      "cloudtrail:GetTrailStatus",
      "cloudtrail:ListTags",
    ],
    writes: {
      // Nothing stops the logging, and Insights that somebody switched on are a person's to switch off: FINAL_ACTIONS.
      create: [
        "cloudtrail:AddTags",
        "cloudtrail:CreateTrail",
        "cloudtrail:PutEventSelectors",
        "cloudtrail:StartLogging",
      ],
      update: [
        "cloudtrail:AddTags",
        "cloudtrail:PutEventSelectors",
        "cloudtrail:RemoveTags",
        "cloudtrail:StartLogging",
        "cloudtrail:UpdateTrail",
      ],
      delete: ["cloudtrail:DeleteTrail"],
    },
    arn: "arn:{partition}:cloudtrail:{region}:{account}:trail/{prefix}-*",
  },
  aws_cloudwatch_log_group: {
    one: "log group",
    reads: ["logs:DescribeLogGroups", "logs:ListTagsForResource"],
    writes: {
      create: ["logs:CreateLogGroup", "logs:PutRetentionPolicy", "logs:TagResource"],
      update: [
        "logs:AssociateKmsKey",
        "logs:DeleteRetentionPolicy",
        "logs:DisassociateKmsKey",
        "logs:PutRetentionPolicy",
        "logs:TagResource",
        "logs:UntagResource",
      ],
      delete: ["logs:DeleteLogGroup"],
    },
    arn: [
      log("/{prefix}/*"),
      log("/aws/lambda/{prefix}-*"),
      log("/aws/rds/cluster/{prefix}-*"),
      log("aws-waf-logs-{prefix}"),
      log("aws-waf-logs-{prefix}:*"),
    ],
  },
  aws_route53_resolver_query_log_config: {
    one: "log of DNS queries",
    many: "logs of DNS queries",
    free: true,
    reads: ["route53resolver:GetResolverQueryLogConfig", "route53resolver:ListTagsForResource"],
    writes: {
      create: ["route53resolver:CreateResolverQueryLogConfig", "route53resolver:TagResource"],
      update: ["route53resolver:TagResource", "route53resolver:UntagResource"],
      delete: ["route53resolver:DeleteResolverQueryLogConfig"],
    },
    arn: QUERY_LOG,
    asks: [
      {
        actions: [
          "logs:CreateLogDelivery",
          "logs:DeleteLogDelivery",
          "logs:DescribeLogGroups",
          "logs:DescribeResourcePolicies",
          "logs:ListLogDeliveries",
          "logs:PutResourcePolicy",
        ],
        why: '"Resolver query logging" of the Route 53 developer guide and "Enable logging from AWS services" of CloudWatch Logs',
      },
    ],
  },
  aws_route53_resolver_query_log_config_association: {
    one: "association of a log of DNS queries",
    many: "associations of logs of DNS queries",
    free: true,
    reads: ["route53resolver:GetResolverQueryLogConfigAssociation"],
    writes: {
      create: ["route53resolver:AssociateResolverQueryLogConfig"],
      delete: ["route53resolver:DisassociateResolverQueryLogConfig"],
    },
    arn: QUERY_LOG,
    asks: [
      { actions: ["ec2:DescribeVpcs"], why: '"Resolver query logging" of the Route 53 developer guide' },
    ],
  },
  aws_cloudwatch_log_metric_filter: {
    one: "metric filter",
    reads: ["logs:DescribeMetricFilters"],
    writes: {
      create: ["logs:PutMetricFilter"],
      update: ["logs:PutMetricFilter"],
      delete: ["logs:DeleteMetricFilter"],
    },
    arn: log("/{prefix}/*"),
  },
  aws_cloudwatch_log_resource_policy: {
    one: "log policy",
    many: "log policies",
    free: true,
    reads: ["logs:DescribeResourcePolicies"],
    writes: {
      create: ["logs:PutResourcePolicy"],
      update: ["logs:PutResourcePolicy"],
      delete: ["logs:DeleteResourcePolicy"],
    },
  },
};
