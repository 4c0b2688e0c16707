import { mkdirSync } from "node:fs";
import path from "node:path";
import { ANYWHERE, type Connection, type End } from "../../plan/connections";
import { type Architecture, architectureOf } from "../../plan/diagram/architecture";
import { renderSvg } from "../../plan/diagram/svg";
import { describeArchitecture } from "../../plan/diagram/text";
import { plannedResources } from "../../plan/resource";
import { inWorkFolder } from "../../system/work-folder";
import { planOffline } from "../../terraform/offline-plan";
import { synthesize } from "../../terraform/synthesis";

/** The environment that is drawn, with the parts that it can have besides. */
const ENVIRONMENT = "production";
const VARIABLES = ["route53_domain=example.org", "enable_global_accelerator=true", "enable_ecs_exec=true"];

/** Files of docs/, and how many parts each has beside each other: on a phone there is room for one. */
const COLUMNS = { "architecture.svg": 3, "architecture-phone.svg": 1 } as const;

/** The architecture as SVG for the documentation, by file, drawn from a plan of the stack as it is now. */
export async function architectureDiagrams(project: string): Promise<Record<keyof typeof COLUMNS, string>> {
  const folder = path.join(project, "cdktf.out", "docs");
  mkdirSync(folder, { recursive: true });
  const { json } = await inWorkFolder(folder, async (work) =>
    planOffline(await synthesize(project, work, ENVIRONMENT), VARIABLES),
  );
  const architecture = withoutChanges(architectureOf(plannedResources(json), nameOf));
  const draw = async (columns: number) => {
    const svg = await renderSvg(architecture, {
      columns,
      id: "architecture",
      title: "OpenEMR on AWS: architecture",
      description: describeArchitecture(architecture),
      standalone: true,
    });
    return `${svg}\n`;
  };
  return {
    "architecture.svg": await draw(COLUMNS["architecture.svg"]),
    "architecture-phone.svg": await draw(COLUMNS["architecture-phone.svg"]),
  };
}

/** A range that may come in is an environment's own, and no part of the architecture. */
function nameOf({ label }: End, { incoming }: Connection): string {
  if (incoming) return "People in the allowed ranges";
  return ANYWHERE.includes(label) ? "The internet" : label;
}

/** In a plan of a new installation everything is added. */
function withoutChanges({ parts, ...rest }: Architecture): Architecture {
  return { ...rest, parts: parts.map((part) => ({ ...part, changes: new Map() })) };
}
