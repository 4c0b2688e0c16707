import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

/** Programs of servers lie where the path of some users does not lead. */
const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/usr/local/sbin:/sbin` };

/** Returns what a command prints. Fails with what it said. */
export function run(command: string, ...args: string[]): string {
  return execFileSync(command, args, {
    encoding: "utf8",
    env,
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 1e8,
  });
}

/** Whether a line of the shell ends well. */
export function succeeds(line: string): boolean {
  try {
    run("sh", "-c", line);
    return true;
  } catch {
    return false;
  }
}

/** Seconds without any sign of progress after which a wait fails. */
const PATIENCE_SECONDS = 600;

export interface Progress {
  /** Changes with each step that is made. @default - nothing is known of the steps */
  readonly signs?: () => unknown;
  /** Text for the error. */
  readonly state?: () => string;
}

/**
 * Waits until something holds. There is no limit on the whole: on a slow machine an upgrade takes an hour, and what
 * has stopped shows no progress.
 */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  { signs = () => "", state = () => "" }: Progress = {},
): Promise<void> {
  let seen: unknown;
  let since = Date.now();
  for (; !(await condition()); await sleep(200)) {
    const present = signs();
    if (present !== seen) since = Date.now();
    seen = present;
    if (Date.now() - since > PATIENCE_SECONDS * 1000)
      throw new Error(`No progress for ${PATIENCE_SECONDS} s while waiting for ${what}\n${state()}`);
  }
}
