import { spawn } from "node:child_process";
import { constants } from "node:os";

export interface TerminalProcessEnd {
  readonly code: number;
  /** A signal asked this process to end. */
  readonly stopped: boolean;
}

/**
 * Runs a program in the terminal of whoever called this, and outlives it: a signal that would end this process
 * ends the program, in its own time.
 */
export async function runInTerminal(
  program: string,
  args: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<TerminalProcessEnd> {
  const child = spawn(program, args, { cwd, env, stdio: "inherit" });
  let stopped = false;
  const handlers = {
    // Ctrl-C reaches every process of the terminal.
    SIGINT: () => {
      stopped = true;
    },
    // A cancelled CI job or a supervisor tells only this process.
    SIGTERM: () => {
      stopped = true;
      child.kill("SIGTERM");
    },
    // cdktf takes a hang-up for the wish to reopen its log file.
    SIGHUP: () => {
      stopped = true;
      child.kill("SIGTERM");
    },
  };
  for (const [signal, handler] of Object.entries(handlers)) process.on(signal, handler);
  try {
    return await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code, signal) =>
        resolve({ code: code ?? 128 + constants.signals[signal!], stopped }),
      );
    });
  } finally {
    for (const [signal, handler] of Object.entries(handlers)) process.off(signal, handler);
  }
}
