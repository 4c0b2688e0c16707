import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

/** Programs of servers lie where the path of some users does not lead. */
const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/usr/local/sbin:/sbin` };

/** What a command prints. Fails with what it said. */
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

/** Waits until something holds. @param what is said, with `state`, if it does not */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  seconds: number,
  state: () => string = () => "",
): Promise<void> {
  for (const deadline = Date.now() + seconds * 1000; !(await condition()); await sleep(200))
    if (Date.now() > deadline) throw new Error(`Not within ${seconds} s: ${what}\n${state()}`);
}
