import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import { tf, tfString, type Value } from "../terraform/expression";
import { Repeat } from "../terraform/instance-scope";
import { STATUS } from "./next-steps";

export interface MailAlarmsProps {
  readonly installation: Installation;
  /** The environment's name, for the commands in the description. */
  readonly environment: Value<string>;
  readonly topicArn: string;
  /** Terraform's objects with the values of a `FaultMetric` of `src/mail/metrics.ts`. */
  readonly faultMetrics: Value<readonly unknown[]>;
}

const NEXT = `. Next: run ${STATUS}, whose line Mail says how SES judges the account, and npm run logs -- <environment> functions --since 2h, which has what the forwarder said. docs/mail.md, "Alarms", says what each of them means.`;

/** An alarm for each metric that tells that something is wrong with mail. */
export class MailAlarms extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { installation, environment, topicArn, faultMetrics }: MailAlarmsProps,
  ) {
    super(scope, id);
    const each = new Repeat(this, "fault", tf`length(${faultMetrics})`);
    const fault = tf`${faultMetrics}[${each.index}]`;
    new CloudwatchMetricAlarm(each, "Default", {
      alarmName: tfString`join("-", [${installation.names.of("mail")}, lower(${fault}.name), ${each.index}])`,
      alarmDescription: tfString`replace(join("", ["Mail does not reach everybody: there were ", ${fault}.counts, ${NEXT}]), "<environment>", ${environment})`,
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
