import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import { tfString } from "../terraform/expression";
import { type AlarmDefinition, AREAS, type Metric } from "./alarm";
import { formula, furtherMetrics } from "./alarm-metric";

export interface DashboardProps {
  readonly installation: Installation;
  readonly definitions: readonly AlarmDefinition[];
}

const COLUMNS = 24;
/** In columns; HEIGHT in rows of the same size. */
const WIDTH = 6;
const HEIGHT = 5;

/** A graph for each alarm's metric, in the order in which one looks. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, { installation, definitions }: DashboardProps) {
    super(scope, id);
    // Without a place, each widget stands beside or below the one before it.
    const widgets = AREAS.flatMap((area) => {
      const shown = definitions.filter((definition) => definition.area === area);
      const properties = { markdown: `## ${area}` };
      return [
        { widget: { type: "text", width: COLUMNS, height: 1, properties }, when: true },
        ...shown.map((definition) => ({
          widget: {
            type: "metric",
            width: WIDTH,
            height: HEIGHT,
            properties: graph(installation, definition),
          },
          when: definition.when ?? true,
        })),
      ];
    });
    new CloudwatchDashboard(this, "Default", {
      // Dashboards belong to an account and to no region, so the region tells installations of one name apart.
      dashboardName: `${installation.names.prefix}-${installation.region}`,
      dashboardBody: tfString`jsonencode({ widgets = [for each in ${widgets} : each.widget if each.when] })`,
    });
  }
}

function graph({ region }: Installation, alarm: AlarmDefinition): object {
  const { name, metric, calculated, period, above, below } = alarm;
  const line = ({ namespace, name, dimensions, statistic }: Metric, options: object = {}) => [
    namespace,
    name,
    ...Object.entries(dimensions).flat(),
    { stat: statistic, period, ...options },
  ];
  const hidden = (id: string) => ({ id, visible: false });
  return {
    title: name.replaceAll("-", " "),
    region,
    metrics: calculated
      ? [
          [{ expression: formula(calculated), id: "e", label: name }],
          line(metric, hidden("m")),
          ...furtherMetrics(calculated).map(({ id, metric: other }) => line(other, hidden(id))),
        ]
      : [line(metric)],
    annotations: { horizontal: [{ label: "alarm", value: above ?? below }] },
    yAxis: { left: { min: 0 } },
  };
}
