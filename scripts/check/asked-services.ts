import { Resolver } from "node:dns/promises";
import { type Clients, clientsOf, type NameServers } from "./account";
import type { DockerHub } from "./questions/image";

/** The services that a check asks: AWS, the Domain Name System, and Docker Hub. */
export interface AskedServices {
  readonly clients: Clients;
  readonly dns: NameServers;
  readonly dockerHub: DockerHub;
}

/** The services for an environment in a region. */
export function askedServices(region: string, env: NodeJS.ProcessEnv): AskedServices {
  return {
    clients: clientsOf(region),
    dns: new Resolver({ timeout: 5000, tries: 2 }),
    dockerHub: {
      auth: env.DOCKER_HUB_AUTH_URL || "https://auth.docker.io",
      registry: env.DOCKER_HUB_REGISTRY_URL || "https://registry-1.docker.io",
    },
  };
}
