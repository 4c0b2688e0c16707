import { lookup } from "node:dns/promises";
import path from "node:path";
import { listEnvironments } from "../../../src/environments";
import { UserError } from "../../../src/user-error";
import { stackOutputs } from "../../terraform/stack-outputs";

/**
 * The environment that a host belongs to: its outputs name the host, or DNS leads the host's name to the load
 * balancer that they name. Any other is refused.
 */
export async function environmentOf(project: string, { hostname }: URL): Promise<string> {
  const environments = listEnvironments(path.join(project, "environments"));
  const unread: string[] = [];
  const hosts = await Promise.all(
    environments.map(async ({ name }) => {
      try {
        return { name, hosts: hostsIn((await stackOutputs(project, name)).values) };
      } catch (error) {
        unread.push(`  ${name}: ${firstLine(error as Error)}`);
        return { name, hosts: [] };
      }
    }),
  );
  const named = hosts.find((environment) => environment.hosts.includes(hostname));
  if (named) return named.name;
  const addresses = await addressesOf(hostname);
  for (const environment of hosts) {
    const theirs = (await Promise.all(environment.hosts.map(addressesOf))).flat();
    if (theirs.some((address) => addresses.includes(address))) return environment.name;
  }
  throw new UserError(
    [
      `No environment's outputs name ${hostname}, and load on a host of others is an attack. Nothing was sent.`,
      "Name an environment instead, or, where the host is yours to load, add --any-host.",
      ...(unread.length > 0 ? ["The outputs of these could not be read:", ...unread] : []),
    ].join("\n"),
  );
}

function hostsIn(outputs: Readonly<Record<string, unknown>>): string[] {
  const { url, global_accelerator_url: accelerator, load_balancer_dns_name: loadBalancer } = outputs;
  const ofUrls = [url, accelerator].flatMap((each) =>
    typeof each === "string" && URL.canParse(each) ? [new URL(each).hostname] : [],
  );
  return typeof loadBalancer === "string" ? [...ofUrls, loadBalancer.toLowerCase()] : ofUrls;
}

function firstLine({ message }: Error): string {
  return message.trim().split("\n", 1)[0]!;
}

async function addressesOf(hostname: string): Promise<string[]> {
  try {
    return (await lookup(hostname, { all: true })).map(({ address }) => address);
  } catch {
    // A name without an address is nobody's.
    return [];
  }
}
