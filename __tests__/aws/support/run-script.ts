import { spawn } from "node:child_process";
import { compiledScript } from "../../support/compiled-project";

export interface ScriptRun {
  /** Leader of a process group, so that what the script starts can be killed with it. */
  readonly pid: number;
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>;
}

/** Starts a command in the folder of a project that has the commands as JavaScript. */
export function startScript(
  script: string,
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): ScriptRun {
  return start(process.execPath, [compiledScript(options.cwd, script), ...args], options);
}

/** Starts any program. Both outputs are collected in the order in which they come. */
export function start(
  program: string,
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): ScriptRun {
  const child = spawn(program, args, { ...options, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data) => {
      output += data;
    });
  }
  const ended = new Promise<{ code: number | null; output: string }>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
  return { pid: child.pid!, ended };
}

/** Ends a script and all that it started at once, as a machine that loses its power does. */
export function killAll(run: ScriptRun): void {
  process.kill(-run.pid, "SIGKILL");
}

/** Waits for something to become true. */
export async function until<T>(
  what: string,
  check: () => Promise<T> | T,
  seconds = 60,
): Promise<NonNullable<T>> {
  for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline; ) {
    const value = await check();
    if (value) return value as NonNullable<T>;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what} did not happen within ${seconds} s.`);
}
