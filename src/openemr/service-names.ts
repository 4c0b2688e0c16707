import type { Installation } from "../aws/installation";

/** Names of what runs OpenEMR's tasks, for what is made before it and acts on it later. */
export interface ServiceNames {
  readonly cluster: string;
  readonly service: string;
  readonly serviceArn: string;
}

export function serviceNames(installation: Installation): ServiceNames {
  const cluster = installation.names.of("cluster");
  const service = installation.names.of("service");
  return { cluster, service, serviceArn: installation.arn("ecs", `service/${cluster}/${service}`) };
}
