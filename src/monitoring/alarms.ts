import { CloudwatchCompositeAlarm } from "@cdktf/provider-aws/lib/cloudwatch-composite-alarm";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import { asNumber, asString, tfString, type Value } from "../terraform/expression";
import { Toggle } from "../terraform/instance-scope";
import type { AlarmDefinition } from "./alarm";
import { NO_HEALTHY_TASK } from "./application-alarms";

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
  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const { installation, definitions, topicArn } = props;
    const summedUp = (definition: AlarmDefinition) =>
      definition.symptom || definition.name === NO_HEALTHY_TASK;
    const alarms = definitions.map((definition) => ({
      definition,
      alarm: this.add(definition, props, summedUp(definition) ? [] : [topicArn]),
    }));
    const ringing = (chosen: (definition: AlarmDefinition) => boolean) =>
      alarms
        .filter(({ definition }) => chosen(definition))
        .map(({ alarm }) => `ALARM("${alarm.alarmName}")`)
        .join(" OR ");
    const told = { alarmActions: [topicArn], okActions: [topicArn] };
    const down = new CloudwatchCompositeAlarm(this, "down", {
      alarmName: installation.names.of("down"),
      alarmDescription: describe(
        definitions.find(({ name }) => name === NO_HEALTHY_TASK)!,
        props.environment,
      ),
      alarmRule: ringing(({ name }) => name === NO_HEALTHY_TASK),
      ...told,
    });
    new CloudwatchCompositeAlarm(this, "impaired", {
      alarmName: installation.names.of("impaired"),
      alarmDescription: tfString`join("", [${"People notice that something is wrong with OpenEMR: errors, or long waiting. Which of the alarms it is made of rings says more. Next: npm run status -- "}, ${props.environment}])`,
      alarmRule: ringing(({ symptom = false }) => symptom),
      actionsSuppressor: { alarm: down.alarmName, extensionPeriod: QUIET, waitPeriod: QUIET },
      ...told,
    });
  }

  private add(
    definition: AlarmDefinition,
    { installation, environment }: AlarmsProps,
    actions: string[],
  ): CloudwatchMetricAlarm {
    const { name, metric, above, below, when, withoutData = "good" } = definition;
    const id = name.replaceAll("-", "_");
    const scope = when === undefined ? this : new Toggle(this, id, when);
    const isPercentile = /^p\d/.test(metric.statistic);
    return new CloudwatchMetricAlarm(scope, when === undefined ? id : "Default", {
      alarmName: installation.names.of(name),
      alarmDescription: describe(definition, environment),
      namespace: asString(metric.namespace),
      metricName: metric.name,
      dimensions: Object.fromEntries(
        Object.entries(metric.dimensions).map(([dimension, value]) => [dimension, asString(value)]),
      ),
      ...(isPercentile
        ? // At night a single slow request would be more than one of ten.
          { extendedStatistic: metric.statistic, evaluateLowSampleCountPercentiles: "ignore" }
        : { statistic: metric.statistic }),
      comparisonOperator: above === undefined ? "LessThanThreshold" : "GreaterThanThreshold",
      threshold: asNumber((above ?? below)!),
      period: definition.period,
      evaluationPeriods: definition.of,
      datapointsToAlarm: definition.bad,
      treatMissingData: MISSING[withoutData],
      alarmActions: actions,
      okActions: actions,
    });
  }
}

/** All that somebody needs who reads it on a phone. */
function describe({ says, means, todo }: AlarmDefinition, environment: Value<string>): string {
  return tfString`replace(${`${says} ${means} Next: ${todo}`}, "<environment>", ${environment})`;
}
