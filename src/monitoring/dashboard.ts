import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import type { NatGateways } from "../network/nat-gateways";
import { tf, tfString, type Value } from "../terraform/expression";
import { type AlarmDefinition, AREAS, type Metric } from "./alarm";
import { formula, furtherMetrics } from "./alarm-metric";
import { natPorts } from "./nat-alarms";

export interface DashboardProps {
  readonly installation: Installation;
  /** The environment's name, for commands and for the tag by which AWS tells its cost. */
  readonly environment: Value<string>;
  readonly definitions: readonly AlarmDefinition[];
  /** ARNs of the alarms that sum up the others. */
  readonly summaries: readonly string[];
  readonly natGateways: NatGateways;
  /** Terraform's objects with the values of a `FaultMetric` of `src/mail/metrics.ts`. */
  readonly faultMetrics: Value<readonly unknown[]>;
}

const COLUMNS = 24;
/** In columns; HEIGHT in rows of the same size. */
const WIDTH = 6;
const HEIGHT = 5;
const GRAPH = { type: "metric", width: WIDTH, height: HEIGHT } as const;

/** AWS publishes its bills here only. */
const BILLING_REGION = "us-east-1";

interface Widget {
  readonly widget: object;
  /** @default true */
  readonly when?: Value<boolean>;
}

/** Whether OpenEMR is down, and a graph for each alarm's metric, in the order in which one looks. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const { installation, definitions } = props;
    // Without a place, each widget stands beside or below the one before it.
    const parts = AREAS.flatMap((area) => [
      listOf([
        text(`## ${area}`),
        ...(area === "People" ? [stateOf(props.summaries)] : []),
        ...definitions
          .filter((definition) => definition.area === area)
          .map((definition) => ({
            widget: { ...GRAPH, properties: graph(installation, definition) },
            when: definition.when ?? true,
          })),
        ...(area === "Application" ? [natGraph(installation, props.natGateways)] : []),
      ]),
      ...(area === "Mail" ? [mailGraphs(installation, props.faultMetrics)] : []),
      ...(area === "Backups" ? [listOf(cost(props))] : []),
    ]);
    new CloudwatchDashboard(this, "Default", {
      // Dashboards belong to an account and to no region, so the region tells installations of one name apart.
      dashboardName: `${installation.names.prefix}-${installation.region}`,
      dashboardBody: tfString`jsonencode({ widgets = flatten(${parts}) })`,
    });
  }
}

function listOf(widgets: readonly Widget[]): Value<readonly unknown[]> {
  const all = widgets.map(({ widget, when = true }) => ({ widget, when }));
  return tf`[for each in ${all} : each.widget if each.when]`;
}

function text(markdown: Value<string>, height = 1): Widget {
  return { widget: { type: "text", width: COLUMNS, height, properties: { markdown } } };
}

function stateOf(alarms: readonly string[]): Widget {
  return {
    widget: {
      type: "alarm",
      width: COLUMNS,
      height: 2,
      properties: { title: "Is OpenEMR down, or impaired?", alarms },
    },
  };
}

function natGraph({ region }: Installation, natGateways: NatGateways): Widget {
  const { name, metric, period, above } = natPorts(natGateways.idFor(tf`i`));
  const line = lineOf(metric, period);
  return {
    widget: {
      ...GRAPH,
      properties: {
        title: titleOf(name),
        region,
        metrics: tf`[for i in range(${natGateways.count}) : ${line}]`,
        ...drawn(above),
      },
    },
    when: tf`${natGateways.count} > 0`,
  };
}

/** The metrics of mail's faults are known to Terraform only. */
function mailGraphs(
  { region }: Installation,
  faultMetrics: Value<readonly unknown[]>,
): Value<readonly unknown[]> {
  const fault = tf`fault`;
  const properties = {
    title: tf`join(" ", ["mail", lower(${fault}.name)])`,
    region,
    metrics: [
      [
        tf`${fault}.namespace`,
        tf`${fault}.name`,
        tf`${fault}.dimension[0]`,
        tf`${fault}.dimension[1]`,
        { stat: "Sum", period: tf`${fault}.period` },
      ],
    ],
    ...drawn(tf`${fault}.above`),
  };
  return tf`[for fault in ${faultMetrics} : ${{ ...GRAPH, properties }}]`;
}

/** A budget has no metric, and AWS has one of the whole account's bill only: the text says so, and where to look. */
function cost({ environment }: DashboardProps): Widget[] {
  const console = "https://console.aws.amazon.com";
  return [
    text("## Cost"),
    text(
      tfString`join("", ${[
        `The graph is of **the whole account**, and is empty unless "Receive CloudWatch billing alerts" is on ([Billing preferences](${console}/billing/home#/preferences)). This installation only: [Cost Explorer](${console}/costmanagement/home#/cost-explorer) by the tag Environment = `,
        environment,
        `; [Budgets](${console}/costmanagement/home#/budgets), with monthly_budget_usd; or npm run cost -- `,
        environment,
        ", which reckons it from the plan.",
      ]})`,
      2,
    ),
    {
      widget: {
        ...GRAPH,
        properties: {
          title: "the account's bill of this month, USD",
          region: BILLING_REGION,
          // AWS reckons it several times a day.
          metrics: [
            ["AWS/Billing", "EstimatedCharges", "Currency", "USD", { stat: "Maximum", period: 21_600 }],
          ],
          yAxis: { left: { min: 0 } },
        },
      },
    },
  ];
}

function titleOf(name: string): string {
  return name.replaceAll("-", " ");
}

function lineOf({ namespace, name, dimensions, statistic }: Metric, period: number, options: object = {}) {
  return [namespace, name, ...Object.entries(dimensions).flat(), { stat: statistic, period, ...options }];
}

/** The limit of an alarm in its graph. */
function drawn(limit: Value<number> | undefined) {
  return {
    annotations: { horizontal: [{ label: "alarm", value: limit }] },
    yAxis: { left: { min: 0 } },
  };
}

function graph({ region }: Installation, alarm: AlarmDefinition): object {
  const { name, metric, calculated, period, above, below } = alarm;
  const hidden = (id: string) => ({ id, visible: false });
  return {
    title: titleOf(name),
    region,
    metrics: calculated
      ? [
          [{ expression: formula(calculated), id: "e", label: name }],
          lineOf(metric, period, hidden("m")),
          ...furtherMetrics(calculated).map(({ id, metric: other }) => lineOf(other, period, hidden(id))),
        ]
      : [lineOf(metric, period)],
    ...drawn(above ?? below),
  };
}
