import { AlarmTopic } from "../../src/monitoring/topic";
import { ACCOUNT, arnOf, PARTITION, SynthesizedCapability } from "../support/capability";
import { evaluateExpressions, withoutResources } from "../support/evaluate";
import { SynthesizedProject } from "../support/synthesized-project";

interface Alarm {
  readonly alarm_name: string;
  readonly alarm_description: string;
  readonly alarm_actions?: readonly string[];
  readonly ok_actions?: readonly string[];
  readonly count?: string;
  readonly metric_query?: ReadonlyArray<{ readonly metric?: object }>;
}

const { resource, variable } = SynthesizedProject.shared().document("openemr-production") as unknown as {
  variable: Record<string, object>;
  resource: Record<string, Record<string, Record<string, unknown>>>;
};
const alarms = Object.entries(resource.aws_cloudwatch_metric_alarm!) as unknown as [string, Alarm][];
const composite = resource.aws_cloudwatch_composite_alarm as unknown as Record<
  string,
  Alarm & { alarm_rule: string }
>;

test("each alarm is told, by itself or by one that sums it up", () => {
  const { monitoring_alarm_down: down, monitoring_alarm_impaired: impaired } = composite;
  for (const [id, { alarm_actions: actions = [] }] of alarms) {
    const isSummedUp = `${down!.alarm_rule} ${impaired!.alarm_rule}`.includes(
      `aws_cloudwatch_metric_alarm.${id}[0].alarm_name`,
    );
    expect({ id, told: isSummedUp !== actions.length > 0 }).toEqual({ id, told: true });
  }
  for (const { alarm_actions, ok_actions } of Object.values(composite)) {
    expect(alarm_actions).toEqual(["${aws_sns_topic.monitoring_topic[0].arn}"]);
    expect(ok_actions).toEqual(alarm_actions);
  }
});

test("an alarm of mail says what is wrong, for whom, and the commands to look with", () => {
  const [, { alarm_description }] = alarms.find(([id]) => id === "monitoring_mail_fault")!;
  const [fault] = alarm_description.match(/local\.mail_fault_metrics\[[^\]]*\]/)!;
  const said = alarm_description.replaceAll(`${fault}.counts`, '"messages that nobody took"');
  const locals = { environment: "production" };
  expect(evaluateExpressions({ locals }, {}, [said])).toEqual([
    expect.stringMatching(
      /^Mail does not reach everybody: there were messages that nobody took\. Next: run npm run status -- production, .*npm run logs -- production functions/,
    ),
  ]);
});

test("symptoms are quiet while OpenEMR is down", () => {
  expect(composite.monitoring_alarm_impaired).toMatchObject({
    actions_suppressor: { alarm: "${aws_cloudwatch_composite_alarm.monitoring_alarm_down[0].alarm_name}" },
  });
});

test("GuardDuty's runtime monitoring names its parts, which AWS tells: the provider would make it anew in each plan", () => {
  const features = Object.values(resource.aws_guardduty_detector_feature!);
  const parts = ["EC2_AGENT_MANAGEMENT", "ECS_FARGATE_AGENT_MANAGEMENT", "EKS_ADDON_MANAGEMENT"];
  expect(features.filter((feature) => "additional_configuration" in feature)).toEqual([
    expect.objectContaining({
      name: "RUNTIME_MONITORING",
      status: "DISABLED",
      additional_configuration: parts.map((name) => ({ name, status: "DISABLED" })),
    }),
  ]);
});

describe("the topic", () => {
  const synthesized = new SynthesizedCapability(({ stack, installation, variables }) => {
    new AlarmTopic(stack, "topic", { installation, emailAddresses: variables.alarmEmailAddresses.value });
  });
  const statements = synthesized.evaluatedStatements("aws_sns_topic_policy.topic_policy");
  const mine = { StringEquals: { "aws:SourceAccount": ACCOUNT } };

  test("is told by this installation's alarms, this account's budgets and EventBridge, over TLS", () => {
    const { DenyPlainHttp, TellAlarms, TellBudgets, TellEvents, ...others } = statements;
    expect(DenyPlainHttp).toMatchObject({
      Effect: "Deny",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    });
    expect(TellAlarms).toMatchObject({
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Condition: { ...mine, ArnLike: { "aws:SourceArn": `${arnOf("cloudwatch")}:alarm:openemr-test-*` } },
    });
    expect(TellBudgets).toMatchObject({
      Principal: { Service: "budgets.amazonaws.com" },
      Condition: { ...mine, ArnLike: { "aws:SourceArn": `arn:${PARTITION}:budgets::${ACCOUNT}:*` } },
    });
    expect(TellEvents!.Principal).toEqual({ Service: "events.amazonaws.com" });
    expect(others).toEqual({});
    for (const { Action, Resource } of Object.values(statements)) {
      expect([Action, Resource]).toEqual([["sns:Publish"], ["aws_sns_topic.topic.arn"]]);
    }
  });

  test("has no condition for EventBridge, which its policies for topics may not have", () => {
    expect(statements.TellEvents).not.toHaveProperty("Condition");
  });

  test("is encrypted for those who tell it, and for the topics of alarms only", () => {
    const { TellAlarms } = synthesized.evaluatedStatements("aws_kms_key.topic_key");
    // "Creating an Amazon SNS topic for budget notifications", read on 2026-11-30: the key's policy names AWS Budgets, too.
    expect(TellAlarms!.Principal).toEqual({
      Service: ["budgets.amazonaws.com", "cloudwatch.amazonaws.com", "events.amazonaws.com"],
    });
    expect(TellAlarms!.Condition).toEqual({
      StringEquals: {
        "kms:EncryptionContext:aws:sns:topicArn": ["alarms", "alarms-chat"].map(
          (name) => `${arnOf("sns")}:openemr-test-${name}`,
        ),
      },
    });
  });
});

test("all of it costs less than 10 USD a month with the defaults, and Container Insights are off", () => {
  // A certificate and a trail, as production has them; everything else is the default.
  const values = {
    region: "us-east-1",
    certificate_arn: "arn:aws:acm:us-east-1:123456789012:certificate/1",
    enable_long_term_cloudtrail_monitoring: true,
  };
  // Mail is off by default, and with it the alarm of its faults.
  const byDefault = alarms.filter(([id]) => id !== "monitoring_mail_fault");
  const counts = evaluateExpressions({ variable }, values, [
    "${var.enable_container_insights}",
    ...byDefault.map(([, { count }]) => withoutResources(count)),
  ]);
  expect(counts.shift()).toBe(false);
  const metrics = byDefault.map(([, { metric_query: queries = [] }]) =>
    Math.max(1, queries.filter(({ metric }) => metric !== undefined).length),
  );
  const alarmed = counts.reduce<number>((sum, count, i) => sum + Number(count) * metrics[i]!, 0);
  // Prices of us-east-1: an alarm's metric, two composite alarms, the dashboard and the topic's key.
  expect(alarmed).toBeGreaterThan(35);
  expect(alarmed * 0.1 + 2 * 0.5 + 3 + 1).toBeLessThan(10);
});

test("the alarm of the most tasks exists only where autoscaling has room", () => {
  const [, alarm] = alarms.find(([id]) => id.endsWith("tasks_at_maximum"))!;
  const { count } = alarm as unknown as { count: string };
  const alarmsWith = (minimum: number, maximum: number) =>
    evaluateExpressions(
      { variable },
      {
        region: "us-east-1",
        openemr_service_fargate_minimum_capacity: minimum,
        openemr_service_fargate_maximum_capacity: maximum,
      },
      [count],
    )[0];
  expect([alarmsWith(2, 10), alarmsWith(2, 2)]).toEqual([1, 0]);
});

test("a copy elsewhere that fails is told, of this installation's vault only", () => {
  const rule = resource.aws_cloudwatch_event_rule!.monitoring_event_copy_failed!;
  expect(rule.event_pattern).toContain('"detail-type" = ["Copy Job State Change"]');
  expect(rule.event_pattern).toContain('"sourceBackupVaultArn" = [aws_backup_vault.backup_vault.arn]');
  expect(rule.event_pattern).toContain('"state" = ["FAILED"]');
});

test("a month that costs too much, or will, is told to the topic", () => {
  const [budget] = Object.values(resource.aws_budgets_budget!) as [Record<string, unknown>];
  const told = { comparison_operator: "GREATER_THAN", threshold: 100, threshold_type: "PERCENTAGE" };
  const subscriber_sns_topic_arns = ["${aws_sns_topic.monitoring_topic[0].arn}"];
  expect(budget.notification).toEqual([
    { ...told, notification_type: "ACTUAL", subscriber_sns_topic_arns },
    { ...told, notification_type: "FORECASTED", subscriber_sns_topic_arns },
  ]);
});

test("a day without a backup counts as none", () => {
  const [, alarm] = alarms.find(([id]) => id.endsWith("backups_missing"))!;
  expect(alarm).toMatchObject({
    metric_query: expect.arrayContaining([expect.objectContaining({ expression: "FILL(m, 0)" })]),
  });
});
