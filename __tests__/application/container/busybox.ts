/** The busybox that runs the container scripts in tests. */
import { execFileSync, spawnSync } from "node:child_process";

/** Returns where a command is. */
export function find(command: string): string | undefined {
  try {
    return execFileSync("sh", ["-c", `command -v ${command}`], { encoding: "utf8" }).trim();
  } catch {
    return undefined;
  }
}

/**
 * Returns a busybox only where its shell looks for commands in PATH, so that a stand-in there takes the place of one of
 * its own. Some run their own first, such as that of Debian's package busybox-static (1.35.0, tried on 2026-11-30).
 */
export function busyboxByPath(busybox: string | undefined): string | undefined {
  if (!busybox) return undefined;
  const { status } = spawnSync(busybox, ["sh", "-c", "PATH=/nowhere; date"]);
  return status === 0 ? undefined : busybox;
}
