import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import { tf, tfString, type Value } from "../terraform/expression";
import { Repeat } from "../terraform/instance-scope";

export interface MailAlarmsProps {
  readonly installation: Installation;
  readonly topicArn: string;
  /** Terraform's objects with the values of a `FaultMetric` of `src/mail/metrics.ts`. */
  readonly faultMetrics: Value<readonly unknown[]>;
}

/** An alarm for each metric that tells that something is wrong with mail. */
export class MailAlarms extends Construct {
  constructor(scope: Construct, id: string, { installation, topicArn, faultMetrics }: MailAlarmsProps) {
    super(scope, id);
    const each = new Repeat(this, "fault", tf`length(${faultMetrics})`);
    const fault = tf`${faultMetrics}[${each.index}]`;
    new CloudwatchMetricAlarm(each, "Default", {
      alarmName: tfString`join("-", [${installation.names.of("mail")}, lower(${fault}.name), ${each.index}])`,
      alarmDescription: tfString`join("", ["Counted: ", ${fault}.counts, ${". Mail does not reach everybody. Next: docs/mail.md says what to do."}])`,
      namespace: tfString`${fault}.namespace`,
      metricName: tfString`${fault}.name`,
      dimensions: tf`{ (${fault}.dimension[0]) = ${fault}.dimension[1] }`.asAny,
      statistic: "Sum",
      comparisonOperator: "GreaterThanThreshold",
      threshold: tf`${fault}.above`.asNumber,
      period: tf`${fault}.period`.asNumber,
      evaluationPeriods: tf`${fault}.periods`.asNumber,
      treatMissingData: "notBreaching",
      alarmActions: [topicArn],
      okActions: [topicArn],
    });
  }
}
