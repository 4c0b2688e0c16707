import { join } from "node:path";
import type { Construct } from "constructs";
import { type Expression, tfString } from "../terraform/expression";
import { textOfFile } from "../terraform/text-file";

/** Where the image keeps what all tasks share: documents, site settings, keys. */
const SITES_PATH = "/var/www/localhost/htdocs/openemr/sites";
/** Where a task keeps the TLS material that it made for itself. */
const TLS_PATH = "/run/openemr-tls";

/** Names of the task's volumes. */
export const VOLUMES = { sites: "sites", tls: "tls" } as const;
/** Name and port of the container that the load balancer talks to. */
export const OPENEMR_CONTAINER = { name: "openemr", port: 443 } as const;

export interface ContainerDefinitionsProps {
  /** Image with tag or digest, e.g. `openemr/openemr:8.4.1-2026-10-01`. */
  readonly image: string;
  /** Plain settings of the OpenEMR container. */
  readonly environment: Readonly<Record<string, string>>;
  /** Labels of the OpenEMR container. */
  readonly labels: Readonly<Record<string, string>>;
  /** Secret settings of the OpenEMR container, which ECS reads when a task starts: where each value comes from. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly logGroupName: string;
  readonly region: string;
}

/**
 * The two containers of a task as the JSON that ECS takes: `certificate` makes the task's TLS material and
 * ends, then `openemr` starts. Their scripts are the files in `container/`, handed over to the byte.
 */
export function containerDefinitions(scope: Construct, props: ContainerDefinitionsProps): string {
  const text = (script: string): Expression =>
    textOfFile(scope, script, join(__dirname, "container", script));
  const common = (name: string, script: string, ...scriptArguments: Expression[]) => ({
    name,
    image: props.image,
    // All tasks of a deployment run what the tag meant when it began, also those that start weeks later.
    versionConsistency: "enabled",
    entryPoint: ["/bin/sh", "-c"],
    // What follows the script is its own name, then its arguments.
    command: [text(script), script, ...scriptArguments],
    logConfiguration: {
      logDriver: "awslogs",
      options: {
        "awslogs-group": props.logGroupName,
        "awslogs-region": props.region,
        "awslogs-stream-prefix": "ecs",
      },
    },
  });
  const tlsVolume = { sourceVolume: VOLUMES.tls, containerPath: TLS_PATH };
  return tfString`jsonencode(${[
    {
      ...common("certificate", "certificate.sh"),
      essential: false,
      mountPoints: [{ ...tlsVolume, readOnly: false }],
    },
    {
      ...common(OPENEMR_CONTAINER.name, "start.sh", text("apply-settings.php")),
      essential: true,
      dockerLabels: props.labels,
      dependsOn: [{ containerName: "certificate", condition: "SUCCESS" }],
      workingDirectory: "/var/www/localhost/htdocs/openemr",
      portMappings: [{ containerPort: OPENEMR_CONTAINER.port, protocol: "tcp" }],
      mountPoints: [
        { sourceVolume: VOLUMES.sites, containerPath: SITES_PATH, readOnly: false },
        { ...tlsVolume, readOnly: true },
      ],
      environment: Object.entries(props.environment).map(([name, value]) => ({ name, value })),
      secrets: Object.entries(props.secrets).map(([name, valueFrom]) => ({ name, valueFrom })),
      healthCheck: {
        command: ["CMD", "/bin/sh", "-c", text("health-check.sh")],
        interval: 30,
        timeout: 5,
        retries: 3,
        // The script itself gives a first installation its time.
        startPeriod: 120,
      },
      // The image's start script need not reap what Apache and PHP leave behind, nor pass signals on.
      linuxParameters: { initProcessEnabled: true },
      // Requests end while the load balancer drains the task; this is for a start script that tidies up.
      stopTimeout: 60,
    },
  ]})`;
}
