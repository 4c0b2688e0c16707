/** Clears what a run of this suite left on the machine that was killed: namespaces, processes, bridges and files. */
import { readFileSync, rmSync } from "node:fs";
import { run, succeeds } from "./shell";

const SIGN = "openemr-image";

/** When a process began: its number is given to others later. */
function beginningOf(pid: number | string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ")[19];
  } catch {
    return undefined;
  }
}

/** Signs a bridge: whose it is, and where the files are that go with it. */
export function signOf(folder: string): string {
  return [SIGN, process.pid, beginningOf(process.pid), folder].join(" ");
}

interface Link {
  readonly ifname: string;
  readonly ifalias?: string;
}

/** Clears the bridges whose runs have ended, with everything that hangs on them. Others' stay. */
export function clearDeadRuns(): void {
  const bridges = JSON.parse(run("ip", "-json", "link", "show", "type", "bridge") || "[]") as Link[];
  for (const { ifname, ifalias = "" } of bridges) {
    const [sign, pid, beginning, folder] = ifalias.split(" ");
    if (sign !== SIGN || !pid || !folder || beginningOf(pid) === beginning) continue;
    // Another file of this run may clear the same at this moment.
    for (const namespace of namespacesOf(ifname)) {
      succeeds(`kill -KILL $(ip netns pids ${namespace})`);
      succeeds(`ip netns delete ${namespace}`);
    }
    succeeds(`ip link delete ${ifname}`);
    if (folder.includes(SIGN)) rmSync(folder, { recursive: true, force: true });
  }
}

function namespacesOf(bridge: string): string[] {
  const all = run("ip", "netns", "list").split("\n");
  return all.map((line) => line.split(" ")[0]!).filter((name) => name.startsWith(`${bridge}-`));
}
