import { type AwsTypes, asksForRole } from "./aws-type";

const TOPIC = "arn:{partition}:sns:{region}:{account}:{prefix}-*";
const ALARM = "arn:{partition}:cloudwatch:{region}:{account}:alarm:{prefix}-*";
const QUERY_LOG = "arn:{partition}:route53resolver:{region}:{account}:resolver-query-log-config/*";
const DETECTOR = "arn:{partition}:guardduty:{region}:{account}:detector/*";
// They belong to the account, and to no region.
const CHAT = (kind: string) => `arn:{partition}:chatbot::{account}:chat-configuration/${kind}/{prefix}-*`;
const log = (group: string) => `arn:{partition}:logs:{region}:{account}:log-group:${group}`;

/** Logs, the audit trail, and notices. */
export const monitoringTypes: AwsTypes = {
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
  aws_guardduty_detector: {
    one: "detector of GuardDuty",
    many: "detectors of GuardDuty",
    reads: ["guardduty:GetDetector", "guardduty:ListTagsForResource"],
    writes: {
      create: ["guardduty:CreateDetector", "guardduty:TagResource"],
      update: ["guardduty:TagResource", "guardduty:UntagResource", "guardduty:UpdateDetector"],
      delete: ["guardduty:DeleteDetector"],
    },
    arn: DETECTOR,
    // While it is made, AWS compares no ARN.
    anywhere: ["guardduty:CreateDetector"],
  },
  aws_guardduty_detector_feature: {
    one: "feature of GuardDuty",
    many: "features of GuardDuty",
    free: true,
    reads: ["guardduty:GetDetector"],
    writes: { create: ["guardduty:UpdateDetector"], update: ["guardduty:UpdateDetector"] },
    arn: DETECTOR,
  },
  aws_chatbot_slack_channel_configuration: {
    one: "Slack channel",
    free: true,
    reads: ["chatbot:DescribeSlackChannelConfigurations", "chatbot:ListTagsForResource"],
    writes: {
      create: ["chatbot:CreateSlackChannelConfiguration", "chatbot:TagResource"],
      update: ["chatbot:TagResource", "chatbot:UntagResource", "chatbot:UpdateSlackChannelConfiguration"],
      delete: ["chatbot:DeleteSlackChannelConfiguration"],
    },
    arn: CHAT("slack-channel"),
    // While it is made, AWS compares no ARN.
    anywhere: ["chatbot:CreateSlackChannelConfiguration"],
    asks: [
      asksForRole('"IAM policies for Amazon Q Developer in chat applications" of its administrator guide'),
    ],
  },
  aws_chatbot_teams_channel_configuration: {
    one: "Teams channel",
    free: true,
    reads: [
      "chatbot:GetMicrosoftTeamsChannelConfiguration",
      "chatbot:ListMicrosoftTeamsChannelConfigurations",
      "chatbot:ListTagsForResource",
    ],
    writes: {
      create: ["chatbot:CreateMicrosoftTeamsChannelConfiguration", "chatbot:TagResource"],
      update: [
        "chatbot:TagResource",
        "chatbot:UntagResource",
        "chatbot:UpdateMicrosoftTeamsChannelConfiguration",
      ],
      delete: ["chatbot:DeleteMicrosoftTeamsChannelConfiguration"],
    },
    arn: CHAT("microsoft-teams-channel"),
    anywhere: ["chatbot:CreateMicrosoftTeamsChannelConfiguration"],
    asks: [
      asksForRole('"IAM policies for Amazon Q Developer in chat applications" of its administrator guide'),
    ],
  },
  aws_sns_topic: {
    one: "topic",
    reads: ["sns:GetTopicAttributes", "sns:ListTagsForResource"],
    writes: {
      create: ["sns:CreateTopic", "sns:SetTopicAttributes", "sns:TagResource"],
      update: ["sns:SetTopicAttributes", "sns:TagResource", "sns:UntagResource"],
      delete: ["sns:DeleteTopic"],
    },
    arn: TOPIC,
  },
  aws_sns_topic_policy: {
    one: "topic policy",
    many: "topic policies",
    free: true,
    reads: ["sns:GetTopicAttributes"],
    writes: {
      create: ["sns:SetTopicAttributes"],
      update: ["sns:SetTopicAttributes"],
      delete: ["sns:SetTopicAttributes"],
    },
    arn: TOPIC,
  },
  aws_sns_topic_subscription: {
    one: "subscription",
    free: true,
    reads: ["sns:GetSubscriptionAttributes"],
    writes: {
      create: ["sns:SetSubscriptionAttributes", "sns:Subscribe"],
      update: ["sns:SetSubscriptionAttributes"],
      delete: ["sns:Unsubscribe"],
    },
    arn: [TOPIC, `${TOPIC}:*`],
  },
  aws_cloudwatch_metric_alarm: {
    one: "alarm",
    reads: ["cloudwatch:DescribeAlarms", "cloudwatch:ListTagsForResource"],
    writes: {
      create: ["cloudwatch:PutMetricAlarm", "cloudwatch:TagResource"],
      update: ["cloudwatch:PutMetricAlarm", "cloudwatch:TagResource", "cloudwatch:UntagResource"],
      delete: ["cloudwatch:DeleteAlarms"],
    },
    arn: ALARM,
  },
  aws_cloudwatch_composite_alarm: {
    one: "composite alarm",
    reads: ["cloudwatch:DescribeAlarms", "cloudwatch:ListTagsForResource"],
    writes: {
      create: ["cloudwatch:PutCompositeAlarm", "cloudwatch:TagResource"],
      update: ["cloudwatch:PutCompositeAlarm", "cloudwatch:TagResource", "cloudwatch:UntagResource"],
      delete: ["cloudwatch:DeleteAlarms"],
    },
    arn: ALARM,
  },
  aws_cloudwatch_dashboard: {
    one: "dashboard",
    reads: ["cloudwatch:GetDashboard"],
    writes: {
      create: ["cloudwatch:PutDashboard"],
      update: ["cloudwatch:PutDashboard"],
      delete: ["cloudwatch:DeleteDashboards"],
    },
    // It belongs to the account, and to no region.
    arn: "arn:{partition}:cloudwatch::{account}:dashboard/{prefix}-*",
  },
  aws_budgets_budget: {
    one: "budget",
    free: true,
    reads: ["budgets:ListTagsForResource", "budgets:ViewBudget"],
    writes: {
      create: ["budgets:ModifyBudget", "budgets:TagResource"],
      update: ["budgets:ModifyBudget", "budgets:TagResource", "budgets:UntagResource"],
      delete: ["budgets:ModifyBudget"],
    },
    // It belongs to the account, and to no region.
    arn: "arn:{partition}:budgets::{account}:budget/{prefix}-*",
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
