import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import { EncryptionKey } from "../aws/encryption-key";
import type { Installation } from "../aws/installation";
import { allowEvents, denyPlainHttp, policyDocument } from "../aws/policy-document";
import type { Value } from "../terraform/expression";
import { Each } from "../terraform/instance-scope";

export interface AlarmTopicProps {
  readonly installation: Installation;
  /** They are told of each alarm, after they have confirmed to AWS that they want it. */
  readonly emailAddresses: Value<readonly string[]>;
}

/** Name of the topic that events are told to for chat, which the key of the topic of alarms encrypts as well. */
export function chatTopicName({ names }: Installation): string {
  return names.of("alarms-chat");
}

/** The topic that alarms and events are told to, with a key of its own: CloudWatch cannot use AWS's key for SNS. */
export class AlarmTopic extends Construct {
  readonly arn: string;
  /** Encrypts this topic and the one for chat. */
  readonly key: EncryptionKey;

  constructor(scope: Construct, id: string, { installation, emailAddresses }: AlarmTopicProps) {
    super(scope, id);
    const services = ["budgets.amazonaws.com", "cloudwatch.amazonaws.com", "events.amazonaws.com"];
    const name = installation.names.of("alarms");
    this.key = new EncryptionKey(this, "key", {
      installation,
      name: "alarms",
      description: "Alarms of OpenEMR",
      statements: [
        {
          sid: "TellAlarms",
          principals: { Service: services },
          actions: ["kms:Decrypt", "kms:GenerateDataKey"],
          // EventBridge gives KMS no source ("Key management" in the SNS developer guide); SNS names the topic.
          conditions: {
            StringEquals: {
              "kms:EncryptionContext:aws:sns:topicArn": [name, chatTopicName(installation)].map((topic) =>
                installation.arn("sns", topic),
              ),
            },
          },
        },
      ],
    });
    const topic = new SnsTopic(this, "Default", { name, kmsMasterKeyId: this.key.arn });
    new SnsTopicPolicy(this, "policy", {
      arn: topic.arn,
      policy: policyDocument([
        denyPlainHttp(["sns:Publish"], [topic.arn]),
        {
          sid: "TellAlarms",
          principals: { Service: "cloudwatch.amazonaws.com" },
          actions: ["sns:Publish"],
          resources: [topic.arn],
          conditions: {
            ...installation.onBehalfOfThisAccount,
            ArnLike: {
              "aws:SourceArn": installation.arn("cloudwatch", `alarm:${installation.names.prefix}-*`),
            },
          },
        },
        {
          sid: "TellBudgets",
          principals: { Service: "budgets.amazonaws.com" },
          actions: ["sns:Publish"],
          resources: [topic.arn],
          conditions: {
            ...installation.onBehalfOfThisAccount,
            ArnLike: {
              "aws:SourceArn": `arn:${installation.partition}:budgets::${installation.accountId}:*`,
            },
          },
        },
        allowEvents("TellEvents", topic.arn),
      ]),
    });
    const addresses = new Each(this, "email", emailAddresses);
    new SnsTopicSubscription(addresses, "Default", {
      topicArn: topic.arn,
      protocol: "email",
      endpoint: addresses.key.asString,
    });
    this.arn = topic.arn;
  }
}
