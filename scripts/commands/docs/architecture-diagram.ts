import { mkdirSync } from "node:fs";
import path from "node:path";
import { ANYWHERE, type Connection, type End } from "../../plan/connections";
import { type Architecture, architectureOf } from "../../plan/diagram/architecture";
import { describeArchitecture, renderSvg } from "../../plan/diagram/svg";
import { type PlannedResource, plannedResources } from "../../plan/resource";
import { inWorkFolder } from "../../system/work-folder";
import { planOffline } from "../../terraform/offline-plan";
import { synthesize } from "../../terraform/synthesis";

/** The environment that is drawn, with the parts that it can have besides. */
const ENVIRONMENT = "production";
const VARIABLES = ["route53_domain=example.org", "enable_global_accelerator=true", "enable_ecs_exec=true"];

const COLUMNS = 3;

/** The architecture as SVG for the documentation, drawn from a plan of the stack as it is now. */
export async function architectureDiagram(project: string): Promise<string> {
  const folder = path.join(project, "cdktf.out", "docs");
  mkdirSync(folder, { recursive: true });
  const { json } = await inWorkFolder(folder, async (work) =>
    planOffline(await synthesize(project, work, ENVIRONMENT), VARIABLES),
  );
  const resources = plannedResources(json);
  const architecture = withoutChanges(
    architectureOf(resources, (end, connection) => nameOf(end, connection, resources)),
  );
  const svg = renderSvg(architecture, {
    columns: COLUMNS,
    id: "architecture",
    title: "OpenEMR on AWS: architecture",
    description: describeArchitecture(architecture),
    standalone: true,
  });
  return `${svg}\n`;
}

/** A range that a variable gives is an environment's own, and no part of the architecture. */
function nameOf(
  { label }: End,
  { address, incoming }: Connection,
  resources: readonly PlannedResource[],
): string {
  const expressions = resources.find((resource) => resource.address === address)?.configured?.expressions;
  const variable = /"var\.(\w+)"/.exec(JSON.stringify([expressions?.cidr_ipv4, expressions?.cidr_ipv6]))?.[1];
  if (incoming && variable) return "People in the allowed ranges";
  return ANYWHERE.includes(label) ? "The internet" : label;
}

/** In a plan of a new installation everything is added. */
function withoutChanges({ parts, links }: Architecture): Architecture {
  return { parts: parts.map((part) => ({ ...part, changes: new Map() })), links };
}
