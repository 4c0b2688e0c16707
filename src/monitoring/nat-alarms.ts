import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import type { NatGateways } from "../network/nat-gateways";
import { tfString } from "../terraform/expression";
import { Repeat } from "../terraform/instance-scope";

export interface NatAlarmsProps {
  readonly installation: Installation;
  readonly natGateways: NatGateways;
  readonly topicArn: string;
}

/** An alarm for each NAT gateway that has no port left. Metric: "Monitor NAT gateways with Amazon CloudWatch". */
export class NatAlarms extends Construct {
  constructor(scope: Construct, id: string, { installation, natGateways, topicArn }: NatAlarmsProps) {
    super(scope, id);
    const each = new Repeat(this, "ports", natGateways.count);
    new CloudwatchMetricAlarm(each, "Default", {
      alarmName: tfString`join("-", [${installation.names.of("nat-ports")}, ${each.index}])`,
      alarmDescription:
        "A NAT gateway has no port left for further connections. Requests of OpenEMR to others fail: mail, claims, e-prescribing. Next: look in the flow log which address has so many connections to one other.",
      namespace: "AWS/NATGateway",
      metricName: "ErrorPortAllocation",
      dimensions: { NatGatewayId: natGateways.idFor(each.index) },
      statistic: "Sum",
      comparisonOperator: "GreaterThanThreshold",
      threshold: 0,
      period: 300,
      evaluationPeriods: 2,
      treatMissingData: "notBreaching",
      alarmActions: [topicArn],
      okActions: [topicArn],
    });
  }
}
