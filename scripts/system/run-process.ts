import { type SpawnOptions, spawn } from "node:child_process";
import { text } from "node:stream/consumers";

export interface ProcessOptions {
  readonly cwd?: string;
  /** The whole environment of the process. @default - that of this process */
  readonly env?: NodeJS.ProcessEnv;
  /** Shows the output as it comes, and lets the process ask, instead of capturing. @default false */
  readonly stream?: boolean;
  /** Kills it after so many milliseconds; its signal is then SIGKILL. @default - it takes the time that it takes */
  readonly timeout?: number;
}

export interface ProcessResult {
  /** 128 plus the signal's place is left to shells: a killed process has the code null. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program to its end. It rejects only when the program cannot be started; a failure of the program is
 * in the result.
 */
export async function runProcess(
  program: string,
  args: readonly string[],
  options: ProcessOptions = {},
): Promise<ProcessResult> {
  const { cwd, env = process.env, stream = false, timeout } = options;
  const spawnOptions: SpawnOptions = {
    cwd,
    env,
    stdio: stream ? "inherit" : ["ignore", "pipe", "pipe"],
    timeout,
    killSignal: "SIGKILL",
  };
  const child = spawn(program, args, spawnOptions);
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
  const [end, stdout, stderr] = await Promise.all([
    ended,
    child.stdout ? text(child.stdout) : "",
    child.stderr ? text(child.stderr) : "",
  ]);
  return { ...end, stdout, stderr };
}
