import type { Construct } from "constructs";
import { containerLog } from "../aws/container-log";
import { scriptText } from "./task-scripts";

/** The volume that a container makes its task's TLS material in, and where containers have it. */
export const TLS_VOLUME = "tls";
const TLS_PATH = "/run/openemr-tls";

export interface ContainerDefaultsProps {
  /** Image with tag or digest, e.g. `openemr/openemr:8.4.1-2026-10-01`. */
  readonly image: string;
  readonly logGroupName: string;
  readonly region: string;
}

/** The settings that all containers of OpenEMR's image have: each is started by a shell, with a script as its command. */
export function containerDefaults(name: string, { image, logGroupName, region }: ContainerDefaultsProps) {
  return {
    name,
    image,
    // All tasks of a deployment run what the tag meant when it began, also those that start weeks later.
    versionConsistency: "enabled",
    entryPoint: ["/bin/sh", "-c"],
    logConfiguration: containerLog(logGroupName, region),
  };
}

/** Makes the task's TLS material and ends. Other containers wait for it by {@link AFTER_CERTIFICATE}. */
export function certificateContainer(scope: Construct, props: ContainerDefaultsProps) {
  return {
    ...containerDefaults("certificate", props),
    // A script is followed by its own name, then by its arguments.
    command: [scriptText(scope, "certificate.sh"), "certificate.sh"],
    essential: false,
    // It writes to its volume only. It stays root, because volumes of Fargate belong to root.
    readonlyRootFilesystem: true,
    mountPoints: [tlsMount(false)],
  };
}

export const AFTER_CERTIFICATE = { containerName: "certificate", condition: "SUCCESS" } as const;

export function tlsMount(readOnly: boolean) {
  return { sourceVolume: TLS_VOLUME, containerPath: TLS_PATH, readOnly };
}
