/** A task as processes of this machine: what it says, how it ends and how it is ended. */
import type { ChildProcess } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

export interface Exit {
  code: number | null;
  output: string;
}

export class Task {
  public output = "";
  public readonly exited: Promise<Exit>;

  /** @param scripts variable of the environment that no other task has */
  public constructor(
    private readonly process: ChildProcess,
    private readonly scripts: string,
  ) {
    const collect = (data: Buffer) => {
      this.output += data.toString();
    };
    process.stdout?.on("data", collect);
    process.stderr?.on("data", collect);
    this.exited = new Promise((resolve) => {
      process.on("exit", (code) => setTimeout(() => resolve({ code, output: this.output }), 50));
    });
  }

  /** As Fargate ends a task: everything in it at once, without a farewell. */
  public kill(): void {
    // Again, as one may have started another one meanwhile.
    for (
      let pids = [-(this.process.pid as number), ...this.processes()];
      pids.length > 0;
      pids = this.processes()
    )
      for (const pid of pids) {
        try {
          process.kill(pid, "SIGKILL");
        } catch {
          // It had ended.
        }
      }
  }

  /** Processes with the task's environment: some have a session of their own. */
  public processes(): number[] {
    if (!existsSync("/proc/self/environ")) return [];
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => {
        try {
          return readFileSync(`/proc/${pid}/environ`, "latin1").includes(this.scripts);
        } catch {
          return false;
        }
      });
  }

  public terminate(): void {
    this.process.kill("SIGTERM");
  }
}

export async function until(
  condition: () => boolean,
  what: string | (() => string),
  milliseconds = 12_000,
): Promise<void> {
  const deadline = Date.now() + milliseconds;
  while (!condition()) {
    if (Date.now() > deadline) {
      throw new Error(`not within ${milliseconds} ms: ${typeof what === "string" ? what : what()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
