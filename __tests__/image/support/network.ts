/** Addresses for containers: each has a network namespace of its own, behind a bridge of this machine. */
import { clearDeadRuns, signOf } from "./dead-runs";
import { run, succeeds } from "./shell";

export interface Address {
  readonly namespace: string;
  readonly ip: string;
}

/** The machine's end is `.1`. */
const FIRST = 10;
const NETWORKS = 200;

export class Network {
  private readonly addresses = new Set<Address>();

  private constructor(private readonly number: number) {}

  /**
   * Makes one that no other run has, and clears those of runs that were killed.
   *
   * @param folder where its user keeps files, which go with it
   */
  static make(folder: string): Network {
    clearDeadRuns();
    for (let number = 0; number < NETWORKS; number++) {
      const network = new Network(number);
      if (succeeds(`ip link add ${network.bridge} type bridge`)) {
        run("ip", "link", "set", network.bridge, "alias", signOf(folder));
        run("ip", "address", "add", `${network.servers}/24`, "dev", network.bridge);
        run("ip", "link", "set", network.bridge, "up");
        return network;
      }
    }
    throw new Error("No bridge can be made: ip link add oe0 type bridge");
  }

  /** Where a test's servers listen. */
  get servers(): string {
    return `10.233.${this.number}.1`;
  }

  makeAddress(index: number): Address {
    const address = { namespace: `${this.bridge}-${index}`, ip: `10.233.${this.number}.${FIRST + index}` };
    const { namespace, ip } = address;
    const outside = namespace;
    run("ip", "netns", "add", namespace);
    this.addresses.add(address);
    run("ip", "link", "add", outside, "type", "veth", "peer", "name", "eth0", "netns", namespace);
    run("ip", "link", "set", outside, "master", this.bridge, "up");
    run("ip", "-n", namespace, "address", "add", `${ip}/24`, "dev", "eth0");
    run("ip", "-n", namespace, "link", "set", "eth0", "up");
    run("ip", "-n", namespace, "link", "set", "lo", "up");
    return address;
  }

  removeAddress(address: Address): void {
    if (this.addresses.delete(address)) run("ip", "netns", "delete", address.namespace);
  }

  remove(): void {
    for (const address of [...this.addresses]) this.removeAddress(address);
    run("ip", "link", "delete", this.bridge);
  }

  private get bridge(): string {
    return `oe${this.number}`;
  }
}
