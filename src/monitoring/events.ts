import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import { tfString } from "../terraform/expression";

/** Something that AWS reports once, and that no metric shows. */
export interface WatchedEvent {
  /** Id of the rule, and the last part of its name. */
  readonly name: string;
  /** A sentence for the list of rules. */
  readonly description: string;
  readonly pattern: object;
  /** Values of the event by name, as JSON paths. */
  readonly values: Readonly<Record<string, string>>;
  /** The message, with values in angle brackets. */
  readonly text: string;
}

export interface EventsProps {
  readonly installation: Installation;
  readonly topicArn: string;
  readonly events: readonly WatchedEvent[];
}

/** Tells the topic of events of AWS, in words. */
export class Events extends Construct {
  constructor(scope: Construct, id: string, { installation, topicArn, events }: EventsProps) {
    super(scope, id);
    for (const { name, description, pattern, values, text } of events) {
      const rule = new CloudwatchEventRule(this, name.replaceAll("-", "_"), {
        name: installation.names.of(name, "function"),
        description,
        eventPattern: tfString`jsonencode(${pattern})`,
      });
      new CloudwatchEventTarget(this, `${name.replaceAll("-", "_")}_target`, {
        rule: rule.name,
        targetId: "topic",
        arn: topicArn,
        // A JSON string in which EventBridge replaces the brackets; jsonencode would escape them.
        inputTransformer: { inputPaths: { ...values }, inputTemplate: `"${text}"` },
      });
    }
  }
}
