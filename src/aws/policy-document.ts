import { conditionalList } from "../terraform/conditional-list";
import { tfString, type Value } from "../terraform/expression";

/** One statement of an IAM policy, in the terms of the IAM policy grammar. */
export interface PolicyStatement {
  /** Says what the statement is for; letters and digits only. */
  readonly sid: string;
  /** @default "Allow" */
  readonly effect?: "Allow" | "Deny";
  /** Action names without wildcards wherever AWS allows it, e.g. `s3:GetObject`. @default - `notActions` says it */
  readonly actions?: readonly string[];
  /** Every action but these. */
  readonly notActions?: readonly string[];
  /** @default - none, as in a trust policy */
  readonly resources?: readonly string[];
  /** Every resource but these. */
  readonly notResources?: readonly string[];
  /** By kind, e.g. `{ Service: "ecs-tasks.amazonaws.com" }`; `"*"` is everyone. @default - none */
  readonly principals?: "*" | Readonly<Record<string, string | readonly string[]>>;
  /** By operator, then key, e.g. `{ StringEquals: { "aws:SourceAccount": account } }`. @default - none */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
  /** A Terraform condition under which the statement is part of the policy. @default - always */
  readonly when?: Value<boolean>;
}

/**
 * An IAM policy document as a JSON string that Terraform renders at plan time, so that a reviewer sees the
 * change of a statement and not of a string.
 */
export function policyDocument(statements: readonly PolicyStatement[]): string {
  const all = conditionalList(statements.map((each) => ({ item: render(each), when: each.when })));
  return tfString`jsonencode(${{ Version: "2012-10-17", Statement: all }})`;
}

function render(statement: PolicyStatement): Record<string, unknown> {
  const {
    sid,
    effect = "Allow",
    principals,
    actions,
    notActions,
    resources,
    notResources,
    conditions,
  } = statement;
  if (!/^[A-Za-z0-9]+$/.test(sid)) {
    throw new Error(`The statement id "${sid}" may have letters and digits only.`);
  }
  return {
    Sid: sid,
    Effect: effect,
    Principal: principals,
    Action: actions,
    NotAction: notActions,
    Resource: resources,
    NotResource: notResources,
    Condition: conditions,
  };
}

/** Refuses requests over plain HTTP, whoever sends them: a statement of a resource's own policy. */
export function denyPlainHttp(actions: readonly string[], resources: readonly string[]): PolicyStatement {
  return {
    sid: "DenyPlainHttp",
    effect: "Deny",
    principals: "*",
    actions,
    resources,
    conditions: { Bool: { "aws:SecureTransport": "false" } },
  };
}

/** Lets EventBridge publish to a topic: a statement of the topic's own policy. */
export function allowEvents(sid: string, topicArn: string): PolicyStatement {
  return {
    sid,
    principals: { Service: "events.amazonaws.com" },
    actions: ["sns:Publish"],
    // No condition: EventBridge sends SNS nothing to compare, so one would drop every message ("Amazon SNS permissions" in
    // its user guide). A rule of another account that knows the topic's name can tell it.
    resources: [topicArn],
  };
}

/** Lets an AWS service assume a role. `conditions` tie the trust to this account or to one resource. */
export function trustService(service: string, conditions?: PolicyStatement["conditions"]): string {
  return policyDocument([
    { sid: "Trust", actions: ["sts:AssumeRole"], principals: { Service: service }, conditions },
  ]);
}
