import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import type { NatGateways } from "../network/nat-gateways";
import { asNumber, tfString, type Value } from "../terraform/expression";
import { Repeat } from "../terraform/instance-scope";
import type { AlarmDefinition } from "./alarm";
import { comparedBy, describeAlarm } from "./alarm-metric";

export interface NatAlarmsProps {
  readonly installation: Installation;
  /** The environment's name, for the command in the description. */
  readonly environment: Value<string>;
  readonly natGateways: NatGateways;
  readonly topicArn: string;
}

/** A NAT gateway without a free port. Metric: "Monitor NAT gateways using Amazon CloudWatch", read on 2026-11-30. */
export function natPorts(gateway: Value<string>): AlarmDefinition {
  return {
    name: "nat-ports",
    area: "Application",
    says: "A NAT gateway has no port left for further connections.",
    means: "Requests of OpenEMR to others fail: mail, claims, e-prescribing.",
    todo: "Run npm run logs -- <environment> network --since 15m: look for one address that has very many connections to another.",
    metric: {
      namespace: "AWS/NATGateway",
      name: "ErrorPortAllocation",
      dimensions: { NatGatewayId: gateway },
      statistic: "Sum",
    },
    // One refused connection is tried again.
    above: 0,
    period: 300,
    bad: 2,
    of: 2,
  };
}

/** An alarm for each NAT gateway. */
export class NatAlarms extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { installation, environment, natGateways, topicArn }: NatAlarmsProps,
  ) {
    super(scope, id);
    const each = new Repeat(this, "ports", natGateways.count);
    const definition = natPorts(natGateways.idFor(each.index));
    const { name, above, bad, of } = definition;
    new CloudwatchMetricAlarm(each, "Default", {
      alarmName: tfString`join("-", [${installation.names.of(name)}, ${each.index}])`,
      alarmDescription: describeAlarm(definition, environment),
      ...comparedBy(definition),
      comparisonOperator: "GreaterThanThreshold",
      threshold: asNumber(above!),
      evaluationPeriods: of,
      datapointsToAlarm: bad,
      treatMissingData: "notBreaching",
      alarmActions: [topicArn],
      okActions: [topicArn],
    });
  }
}
