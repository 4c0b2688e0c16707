/** Addresses for containers: each has a network namespace of its own, behind a bridge of this machine. */
import { run, succeeds } from "./shell";

const BRIDGE = "oe-image";
const NETWORK = "10.233.0";
/** Where a test's servers listen: the machine's end of the bridge. */
export const SERVERS = `${NETWORK}.1`;
const FIRST = 10;

export function makeBridge(): void {
  removeBridge();
  run("ip", "link", "add", BRIDGE, "type", "bridge");
  run("ip", "address", "add", `${SERVERS}/24`, "dev", BRIDGE);
  run("ip", "link", "set", BRIDGE, "up");
}

export function removeBridge(): void {
  for (const line of run("ip", "netns", "list").split("\n"))
    if (line.startsWith(`${BRIDGE}-`)) run("ip", "netns", "delete", line.split(" ")[0]!);
  if (succeeds(`ip link show ${BRIDGE}`)) run("ip", "link", "delete", BRIDGE);
}

export interface Address {
  readonly namespace: string;
  readonly ip: string;
}

export function makeAddress(index: number): Address {
  const namespace = `${BRIDGE}-${index}`;
  const ip = `${NETWORK}.${FIRST + index}`;
  const outside = `${BRIDGE}${index}`;
  run("ip", "netns", "add", namespace);
  run("ip", "link", "add", outside, "type", "veth", "peer", "name", "eth0", "netns", namespace);
  run("ip", "link", "set", outside, "master", BRIDGE, "up");
  run("ip", "-n", namespace, "address", "add", `${ip}/24`, "dev", "eth0");
  run("ip", "-n", namespace, "link", "set", "eth0", "up");
  run("ip", "-n", namespace, "link", "set", "lo", "up");
  return { namespace, ip };
}

export function removeAddress({ namespace }: Address): void {
  run("ip", "netns", "delete", namespace);
}
