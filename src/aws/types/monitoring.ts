import { type AwsTypes, asksForRole } from "./aws-type";

const TOPIC = "arn:{partition}:sns:{region}:{account}:{prefix}-*";
const ALARM = "arn:{partition}:cloudwatch:{region}:{account}:alarm:{prefix}-*";
const DETECTOR = "arn:{partition}:guardduty:{region}:{account}:detector/*";
// They belong to the account, and to no region.
const CHAT = (kind: string) => `arn:{partition}:chatbot::{account}:chat-configuration/${kind}/{prefix}-*`;

/** Alarms and detectors that find that something is wrong, and ways to tell people of it. */
export const monitoringTypes: AwsTypes = {
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
};
