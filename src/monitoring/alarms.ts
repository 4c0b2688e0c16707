import { CloudwatchCompositeAlarm } from "@cdktf/provider-aws/lib/cloudwatch-composite-alarm";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import { asNumber, tf, tfString, type Value } from "../terraform/expression";
import { Toggle } from "../terraform/instance-scope";
import type { AlarmDefinition } from "./alarm";
import { comparedBy, describeAlarm } from "./alarm-metric";

export interface AlarmsProps {
  readonly installation: Installation;
  /** The environment's name, for the commands in descriptions. */
  readonly environment: Value<string>;
  readonly topicArn: string;
  readonly definitions: readonly AlarmDefinition[];
}

const MISSING = { good: "notBreaching", bad: "breaching", "as it is": "ignore" } as const;

/** In seconds: while OpenEMR is down, and so long after it is back, its symptoms are not told. */
const QUIET = 300;

/**
 * One alarm for each definition, and two that sum up: OpenEMR is down, and people notice something. Whoever is told gets
 * that OpenEMR is down once, and not five symptoms of it.
 */
export class Alarms extends Construct {
  /** ARNs of those that sum up the others. */
  readonly summaries: readonly string[];

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const { installation, definitions, topicArn } = props;
    const alarms = definitions.map((definition) => ({ definition, alarm: this.add(definition, props) }));
    const told = { alarmActions: [topicArn], okActions: [topicArn] };
    const sumUp = (name: "down" | "impaired", says: string, others = {}) =>
      new CloudwatchCompositeAlarm(this, name, {
        alarmName: installation.names.of(name),
        alarmDescription: tfString`join("", [${`${says} It sums up other alarms: those that ring now say more. Next: npm run status -- `}, ${props.environment}])`,
        alarmRule: anyOf(alarms.filter(({ definition }) => definition.toldBy === name)),
        ...told,
        ...others,
      });
    const down = sumUp("down", "OpenEMR is down for everybody.");
    const impaired = sumUp(
      "impaired",
      "People notice that something is wrong with OpenEMR: errors, long waiting, or mail and messages that wait.",
      {
        actionsSuppressor: { alarm: down.alarmName, extensionPeriod: QUIET, waitPeriod: QUIET },
      },
    );
    this.summaries = [down.arn, impaired.arn];
  }

  private add(definition: AlarmDefinition, props: AlarmsProps): CloudwatchMetricAlarm {
    const { installation, environment, topicArn } = props;
    const { name, above, below, when, toldBy, withoutData = "good" } = definition;
    const id = name.replaceAll("-", "_");
    const scope = when === undefined ? this : new Toggle(this, id, when);
    const actions = toldBy ? [] : [topicArn];
    return new CloudwatchMetricAlarm(scope, when === undefined ? id : "Default", {
      alarmName: installation.names.of(name),
      alarmDescription: describeAlarm(definition, environment),
      ...comparedBy(definition),
      comparisonOperator: above === undefined ? "LessThanThreshold" : "GreaterThanThreshold",
      threshold: asNumber((above ?? below)!),
      evaluationPeriods: definition.of,
      datapointsToAlarm: definition.bad,
      treatMissingData: MISSING[withoutData],
      alarmActions: actions,
      okActions: actions,
    });
  }
}

interface Made {
  readonly definition: AlarmDefinition;
  readonly alarm: CloudwatchMetricAlarm;
}

/** The rule of a composite alarm. CloudWatch refuses one that names an alarm that is not there. */
function anyOf(alarms: readonly Made[]): string {
  const parts = alarms.map(({ definition: { when = true }, alarm }) => {
    const rings = `ALARM("${alarm.alarmName}")`;
    return when === true ? rings : tf`${when} ? ${rings} : ""`;
  });
  return tfString`join(" OR ", compact(${parts}))`;
}
