import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import { tfString, type Value } from "../terraform/expression";
import { Toggle } from "../terraform/instance-scope";

/** Something that AWS reports once, and that no metric shows. */
export interface WatchedEvent {
  /** Id of the rule, and the last part of its name. */
  readonly name: string;
  /** A sentence for the list of rules. */
  readonly description: string;
  readonly pattern: object;
  /** The message to people. @default - none: an alarm counts the events */
  readonly told?: {
    /** The message, with values in angle brackets, and `{environment}` for the environment's name. */
    readonly text: string;
    /** Values of the event by name, as JSON paths. */
    readonly values: Readonly<Record<string, string>>;
  };
  /** The rule exists only while this holds; known at plan time. @default true */
  readonly when?: Value<boolean>;
}

export interface EventsProps {
  readonly installation: Installation;
  /** The environment's name, for the commands in messages. */
  readonly environment: Value<string>;
  readonly topicArn: string;
  readonly events: readonly WatchedEvent[];
  /** Where chat is told, and whether it is; known at plan time. */
  readonly chat: { readonly enabled: Value<boolean>; readonly eventTopicArn: string };
}

/** Tells the topic of events of AWS, in words. */
export class Events extends Construct {
  constructor(scope: Construct, id: string, props: EventsProps) {
    super(scope, id);
    const { installation, topicArn, events, chat } = props;
    const environment = new TerraformLocal(this, "environment", props.environment).asString;
    for (const { name, description, pattern, told, when } of events) {
      const id = name.replaceAll("-", "_");
      const scope = when === undefined ? this : new Toggle(this, id, when);
      const rule = new CloudwatchEventRule(scope, when === undefined ? id : "Default", {
        name: ruleName(installation, name),
        description,
        eventPattern: tfString`jsonencode(${pattern})`,
      });
      if (!told) continue;
      const { values } = told;
      const text = told.text.replaceAll("{environment}", environment);
      new CloudwatchEventTarget(scope, when === undefined ? `${id}_target` : "target", {
        rule: rule.name,
        targetId: "topic",
        arn: topicArn,
        // A JSON string in which EventBridge replaces the brackets; jsonencode would escape them.
        inputTransformer: {
          inputPaths: { ...values },
          inputTemplate: `"${installation.names.prefix}: ${text}"`,
        },
      });
      new CloudwatchEventTarget(
        new Toggle(scope, when === undefined ? `${id}_chat` : "chat", chat.enabled),
        "Default",
        {
          rule: rule.name,
          targetId: "chat",
          arn: chat.eventTopicArn,
          inputTransformer: { inputPaths: { ...values }, inputTemplate: chatMessage(installation, text) },
        },
      );
    }
  }
}

/** @param name see {@link WatchedEvent.name} */
export function ruleName({ names }: Installation, name: string): string {
  return names.of(name, "function");
}

/** A custom notification of Amazon Q Developer; JSON in which EventBridge replaces the brackets. */
function chatMessage({ names }: Installation, text: string): string {
  return `{"version":"1.0","source":"custom","content":{"textType":"client-markdown","title":"${names.prefix}","description":"${text}"}}`;
}
