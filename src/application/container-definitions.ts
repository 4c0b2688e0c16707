import type { Construct } from "constructs";
import { tfString } from "../terraform/expression";
import {
  AFTER_CERTIFICATE,
  type ContainerDefaultsProps,
  certificateContainer,
  containerDefaults,
  TLS_VOLUME,
  tlsMount,
} from "./container-defaults";
import { scriptText, type TaskScripts } from "./task-scripts";

/** Where the image keeps what all tasks share: documents, site settings, keys. */
const SITES_PATH = "/var/www/localhost/htdocs/openemr/sites";
/** Where passwords are until the task serves. */
const PASSWORDS_PATH = "/run/openemr-passwords";
/** Where the main container keeps its scripts. */
const SCRIPTS_PATH = "/run/openemr-on-aws";
/** Where the output of an installation or an upgrade is written, for a container that prints it. */
const INSTALLATION_LOG_PATH = "/run/openemr-log";

/** Names of the task's volumes. */
export const VOLUMES = {
  sites: "sites",
  tls: TLS_VOLUME,
  passwords: "passwords",
  installationLog: "installation-log",
} as const;
/** Name and port of the container that the load balancer talks to. */
export const OPENEMR_CONTAINER = { name: "openemr", port: 443 } as const;

export interface ContainerDefinitionsProps extends ContainerDefaultsProps {
  /** Plain settings of the OpenEMR container. */
  readonly environment: Readonly<Record<string, string>>;
  /** Labels of the OpenEMR container. */
  readonly labels: Readonly<Record<string, string>>;
  /** Passwords for installing and upgrading, which ECS reads when a task starts: where each value comes from. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Files that the OpenEMR container runs. */
  readonly scripts: TaskScripts;
}

/**
 * The containers of a task as the JSON that ECS takes: `certificate` makes the task's TLS material and ends, `passwords`
 * hands over passwords by files and ends, then `openemr` starts; `installation-log` prints what an installation or an
 * upgrade says, in a log stream of its own. Their scripts are the files in `container/`.
 */
export function containerDefinitions(scope: Construct, props: ContainerDefinitionsProps): string {
  const passwordsVolume = { sourceVolume: VOLUMES.passwords, containerPath: PASSWORDS_PATH };
  const logVolume = { sourceVolume: VOLUMES.installationLog, containerPath: INSTALLATION_LOG_PATH };
  // The image's start scripts need not reap what Apache and PHP leave behind, nor pass signals on.
  const linuxParameters = { initProcessEnabled: true };
  return tfString`jsonencode(${[
    certificateContainer(scope, props),
    {
      ...containerDefaults("passwords", props),
      command: [scriptText(scope, "hand-over-passwords.sh"), "hand-over-passwords.sh"],
      essential: false,
      readonlyRootFilesystem: true,
      mountPoints: [{ ...passwordsVolume, readOnly: false }],
      secrets: Object.entries(props.secrets).map(([name, valueFrom]) => ({ name, valueFrom })),
    },
    {
      ...containerDefaults("installation-log", props),
      command: [`exec tail -n +1 -F ${INSTALLATION_LOG_PATH}/installation.log 2>/dev/null`],
      essential: false,
      readonlyRootFilesystem: true,
      mountPoints: [{ ...logVolume, readOnly: true }],
      linuxParameters,
    },
    {
      ...containerDefaults(OPENEMR_CONTAINER.name, props),
      command: [scriptText(scope, "unpack.sh"), "unpack.sh", props.scripts.archive],
      essential: true,
      dockerLabels: props.labels,
      dependsOn: [
        AFTER_CERTIFICATE,
        { containerName: "passwords", condition: "SUCCESS" },
        { containerName: "installation-log", condition: "START" },
      ],
      workingDirectory: "/var/www/localhost/htdocs/openemr",
      portMappings: [{ containerPort: OPENEMR_CONTAINER.port, protocol: "tcp" }],
      mountPoints: [
        { sourceVolume: VOLUMES.sites, containerPath: SITES_PATH, readOnly: false },
        tlsMount(true),
        // It removes them.
        { ...passwordsVolume, readOnly: false },
        { ...logVolume, readOnly: false },
      ],
      environment: Object.entries(props.environment).map(([name, value]) => ({ name, value })),
      healthCheck: {
        command: ["CMD", "/bin/sh", `${SCRIPTS_PATH}/health-check.sh`],
        interval: 30,
        timeout: 10,
        // Ten minutes, the most that ECS gives. A task that is not healthy by then is replaced; the script calls one
        // that installs or upgrades healthy before that.
        startPeriod: 300,
        retries: 10,
      },
      linuxParameters,
      // Requests end while the load balancer drains the task; this is for a start script that tidies up.
      stopTimeout: 60,
    },
  ]})`;
}
