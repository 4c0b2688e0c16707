import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { Construct } from "constructs";
import type { EncryptionKey } from "../aws/encryption-key";
import type { Installation } from "../aws/installation";
import { allowEvents, denyPlainHttp, policyDocument } from "../aws/policy-document";
import { tfString } from "../terraform/expression";

export interface ExportNoticesProps {
  readonly installation: Installation;
  readonly encryptionKey: EncryptionKey;
}

export interface Notice {
  /** The exported data. */
  readonly what: "files" | "database";
  readonly description: string;
  /** Which events of EventBridge are told. */
  readonly pattern: object;
  /** Values from an event, by name, as JSON paths. */
  readonly values: Readonly<Record<string, string>>;
  /** The text of the notice, with values in angle brackets. */
  readonly text: string;
}

/** ARN of the topic, made only from names: its key's policy, which exists before it, names it. */
export function noticesTopicArn(installation: Installation): string {
  return installation.arn("sns", topicName(installation));
}

/** The topic that is told how each export ended. Whoever wants to know subscribes to it. */
export class ExportNotices extends Construct {
  readonly topic: SnsTopic;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ExportNoticesProps,
  ) {
    super(scope, id);
    const { installation, encryptionKey } = props;
    this.topic = new SnsTopic(this, "topic", {
      name: topicName(installation),
      kmsMasterKeyId: encryptionKey.arn,
    });
    new SnsTopicPolicy(this, "policy", {
      arn: this.topic.arn,
      policy: policyDocument([
        denyPlainHttp(["sns:Publish"], [this.topic.arn]),
        allowEvents("TellEnds", this.topic.arn),
      ]),
    });
  }

  /** Has the topic told of an event. @returns the rule that the event matches, for others who are to be told */
  add({ what, description, pattern, values, text }: Notice): CloudwatchEventRule {
    const rule = new CloudwatchEventRule(this, `${what}_ended`, {
      name: ruleName(this.props.installation, what),
      description,
      eventPattern: tfString`jsonencode(${pattern})`,
    });
    new CloudwatchEventTarget(this, `${what}_notice`, {
      rule: rule.name,
      targetId: "topic",
      arn: this.topic.arn,
      // A JSON string in which EventBridge replaces the brackets; jsonencode would escape them.
      inputTransformer: { inputPaths: { ...values }, inputTemplate: `"${text}"` },
    });
    return rule;
  }
}

function topicName(installation: Installation): string {
  return installation.names.of("exports");
}

function ruleName(installation: Installation, what: string): string {
  return installation.names.of(`export-${what}-ended`, "function");
}
