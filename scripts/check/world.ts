import { Resolver } from "node:dns/promises";
import { clientsOf } from "./account";
import type { World } from "./check-account";

/** The services that a check asks: AWS in a region, the Domain Name System, and Docker Hub. */
export function worldOf(region: string, env: NodeJS.ProcessEnv): World {
  return {
    clients: clientsOf({ region }),
    dns: new Resolver({ timeout: 5000, tries: 2 }),
    dockerHub: {
      auth: env.DOCKER_HUB_AUTH_URL || "https://auth.docker.io",
      registry: env.DOCKER_HUB_REGISTRY_URL || "https://registry-1.docker.io",
    },
  };
}
