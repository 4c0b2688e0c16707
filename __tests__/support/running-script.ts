import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Readable, Writable } from "node:stream";

const ROOT = path.resolve(__dirname, "../..");

export interface ScriptEnd {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command of this project while it runs, with a test at its keyboard. */
export class RunningScript {
  private readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  private readonly texts = { stdout: "", stderr: "" };
  private readonly ended: Promise<ScriptEnd>;
  private onText: () => void = () => {};

  /** @param nodeArgs what Node.js runs, and with what */
  constructor(
    nodeArgs: readonly string[],
    { cwd, env }: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
  ) {
    this.child = spawn(process.execPath, nodeArgs, { cwd, env: { ...process.env, ...env }, stdio: "pipe" });
    for (const stream of ["stdout", "stderr"] as const) {
      this.child[stream].setEncoding("utf8").on("data", (text) => {
        this.texts[stream] += text;
        this.onText();
      });
    }
    this.ended = once(this.child, "close").then(([status]) => {
      this.onText();
      return { status, ...this.texts };
    });
  }

  /** Waits until the script has said something, on either stream. @returns what the pattern captured, or all of it */
  async says(pattern: RegExp): Promise<string> {
    for (;;) {
      const match = pattern.exec(this.texts.stderr) ?? pattern.exec(this.texts.stdout);
      if (match) return match[1] ?? match[0];
      if (this.child.exitCode !== null) {
        throw new Error(`It ended without saying ${pattern}:\n${this.texts.stdout}${this.texts.stderr}`);
      }
      await new Promise<void>((resolve) => {
        this.onText = resolve;
      });
    }
  }

  types(line: string): void {
    this.child.stdin.write(`${line}\n`);
  }

  /** Nobody is at the keyboard any more. */
  hangUp(): void {
    this.child.stdin.end();
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  async end(): Promise<ScriptEnd> {
    return this.ended;
  }
}

/** A command as `npm run` starts it, in this project or in another that has its commands. */
export function npmScript(
  name: string,
  args: readonly string[],
  { cwd = ROOT, env }: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): RunningScript {
  const { scripts } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const [program, ...nodeArgs] = scripts[name]!.split(" ");
  if (program !== "node") throw new Error(`${name} is not run by node: ${scripts[name]}`);
  return new RunningScript([...nodeArgs, ...args], { cwd, env });
}
