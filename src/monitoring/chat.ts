import { ChatbotSlackChannelConfiguration } from "@cdktf/provider-aws/lib/chatbot-slack-channel-configuration";
import { ChatbotTeamsChannelConfiguration } from "@cdktf/provider-aws/lib/chatbot-teams-channel-configuration";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import { allowEvents, denyPlainHttp, policyDocument } from "../aws/policy-document";
import { ServiceRole } from "../aws/service-role";
import { isGiven, tf, tfString, type Value } from "../terraform/expression";
import { Toggle } from "../terraform/instance-scope";
import { TEAMS_LINK } from "./chat-variables";
import { type AlarmTopic, chatTopicName } from "./topic";

export interface ChatProps {
  readonly installation: Installation;
  /** CloudWatch and AWS Budgets tell it in forms that Amazon Q Developer knows. */
  readonly topic: AlarmTopic;
  /** Ids of a workspace and a channel, with a slash between them; null for none. */
  readonly slackChannel: Value<string | null>;
  /** The link to a channel; null for none. */
  readonly teamsChannel: Value<string | null>;
}

/**
 * Where the API of Amazon Q Developer in chat applications is called, by the first part of a region: it is in four regions
 * only, and serves topics of all ("Amazon Q Developer in chat applications endpoints and quotas" of AWS's general
 * reference, read on 2026-11-30).
 */
const API_REGIONS = { eu: "eu-west-1", ap: "ap-southeast-1" };
const API_REGION_OF_OTHERS = "us-east-2";

/**
 * The most that chat may do, whatever its role, or one that somebody links, would allow: look at alarms and metrics.
 *
 * A policy of this stack's own would say the same in three actions, but deploys may make no policies. Among the 1,485 that AWS
 * keeps (read on 2026-11-30) it is the narrowest that allows these; CloudWatchReadOnlyAccess reads logs, which can name
 * patients. An installation has no Redshift.
 */
const GUARDRAIL = "AmazonRedshiftReadOnlyAccess";

/**
 * Tells channels of Slack and Teams, by Amazon Q Developer in chat applications.
 *
 * Amazon Q drops what is neither a message in AWS's own form nor a "custom notification", so that the sentences which people
 * get by mail would not arrive. Events go to a topic of their own here, in that form ("Custom notifications" of its
 * administrator guide). Amazon Q subscribes to the topics by itself, over HTTPS; SNS decrypts for it.
 */
export class Chat extends Construct {
  /** Decides whether events are told to chat; known at plan time. */
  readonly enabled: Value<boolean>;
  readonly eventTopicArn: string;

  constructor(scope: Construct, id: string, { installation, topic, slackChannel, teamsChannel }: ChatProps) {
    super(scope, id);
    this.enabled = isAnyChannelGiven({ slackChannel, teamsChannel });
    const on = new Toggle(this, "Default", this.enabled);
    const events = new SnsTopic(on, "topic", {
      name: chatTopicName(installation),
      kmsMasterKeyId: topic.key.arn,
    });
    this.eventTopicArn = events.arn;
    new SnsTopicPolicy(on, "policy", {
      arn: events.arn,
      policy: policyDocument([
        denyPlainHttp(["sns:Publish"], [events.arn]),
        allowEvents("TellEvents", events.arn),
      ]),
    });
    const role = new ServiceRole(on, "role", {
      installation,
      name: "chat",
      service: "chatbot.amazonaws.com",
      // AWS documents no key of conditions that Amazon Q sends when it takes the role. Only this account may hand it over.
      trustConditions: null,
      statements: [
        {
          sid: "ShowAlarms",
          actions: [
            "cloudwatch:DescribeAlarms",
            "cloudwatch:GetMetricData",
            "cloudwatch:GetMetricWidgetImage",
          ],
          // Metrics have no ARN, and a listing of alarms knows no single one.
          resources: ["*"],
        },
      ],
    });
    // All regions of an account have one space of names.
    const named = (channel: string) => `${installation.names.of(channel)}-${installation.region}`;
    const common = {
      region: tfString`lookup(${API_REGIONS}, split("-", ${installation.region})[0], ${API_REGION_OF_OTHERS})`,
      iamRoleArn: role.arn,
      guardrailPolicyArns: [installation.awsPolicyArn(GUARDRAIL)],
      loggingLevel: "ERROR",
      snsTopicArns: [topic.arn, events.arn],
      userAuthorizationRequired: false,
      dependsOn: [...role.permissions],
    };
    new ChatbotSlackChannelConfiguration(new Toggle(on, "slack", isGiven(slackChannel)), "Default", {
      ...common,
      configurationName: named("slack"),
      slackTeamId: tfString`split("/", ${slackChannel})[0]`,
      slackChannelId: tfString`split("/", ${slackChannel})[1]`,
    });
    const inLink = (group: number) => tfString`regex(${`^${TEAMS_LINK}$`}, ${teamsChannel})[${group}]`;
    new ChatbotTeamsChannelConfiguration(new Toggle(on, "teams", isGiven(teamsChannel)), "Default", {
      ...common,
      configurationName: named("teams"),
      channelId: inLink(0),
      teamId: inLink(1),
      tenantId: inLink(2),
    });
  }
}

/** True where alarms are told to a channel of Slack or Teams. */
export function isAnyChannelGiven({
  slackChannel,
  teamsChannel,
}: Pick<ChatProps, "slackChannel" | "teamsChannel">): Value<boolean> {
  return tf`(${isGiven(slackChannel)} || ${isGiven(teamsChannel)})`;
}
