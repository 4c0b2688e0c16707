import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import { tfString } from "../terraform/expression";
import { type AlarmDefinition, AREAS } from "./alarm";

export interface DashboardProps {
  readonly installation: Installation;
  readonly definitions: readonly AlarmDefinition[];
}

/** In columns, of which a dashboard has 24. */
const WIDTH = 6;
const HEIGHT = 5;
const PER_ROW = 24 / WIDTH;

/** A graph for each alarm's metric, in the order in which one looks. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, { installation, definitions }: DashboardProps) {
    super(scope, id);
    let y = 0;
    const widgets: object[] = [];
    for (const area of AREAS) {
      const shown = definitions.filter((definition) => definition.area === area);
      if (shown.length === 0) continue;
      widgets.push({ type: "text", x: 0, y, width: 24, height: 1, properties: { markdown: `## ${area}` } });
      y += 1;
      for (const [i, definition] of shown.entries()) {
        const place = { x: (i % PER_ROW) * WIDTH, y: y + Math.floor(i / PER_ROW) * HEIGHT };
        widgets.push({
          type: "metric",
          ...place,
          width: WIDTH,
          height: HEIGHT,
          properties: graph(installation, definition),
        });
      }
      y += Math.ceil(shown.length / PER_ROW) * HEIGHT;
    }
    new CloudwatchDashboard(this, "Default", {
      // Dashboards belong to an account and to no region, so the region tells installations of one name apart.
      dashboardName: `${installation.names.prefix}-${installation.region}`,
      dashboardBody: tfString`jsonencode(${{ widgets }})`,
    });
  }
}

function graph({ region }: Installation, { name, metric, period, above, below }: AlarmDefinition): object {
  const dimensions = Object.entries(metric.dimensions).flat();
  return {
    title: name.replaceAll("-", " "),
    region,
    metrics: [[metric.namespace, metric.name, ...dimensions, { stat: metric.statistic, period }]],
    annotations: { horizontal: [{ label: "alarm", value: above ?? below }] },
    yAxis: { left: { min: 0 } },
  };
}
