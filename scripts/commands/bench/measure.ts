import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../../src/user-error";
import { runProcess } from "../../system/run-process";

export interface Program {
  /** A TypeScript file, which tsx runs; or one of JavaScript, see `plain`. */
  readonly file: string;
  readonly args?: readonly string[];
  readonly cwd: string;
  /** Beside the environment of this process. @default - none */
  readonly env?: Readonly<Record<string, string>>;
  /** Arguments of Node.js before the file. @default - those that load tsx */
  readonly nodeArguments?: readonly string[];
  /** Runs the file only in Node.js, which knows no TypeScript. @default false */
  readonly plain?: boolean;
}

export interface Measurement {
  /** From the start of Node.js to its end. */
  readonly seconds: number;
  /** Memory of the process only, without those that it starts; the same holds for the following. */
  readonly megabytes: number;
  /** Hardly longer on a busy machine, where the time that passes says little. */
  readonly processorSeconds: number;
  readonly stdout: string;
}

const PRELOADED = path.join(__dirname, "usage.cjs");

/** Runs a program to its end, in a process of its own. */
export async function measure(program: Program, scratch: string): Promise<Measurement> {
  const { file, args = [], cwd, env, plain = false } = program;
  const usageFile = path.join(scratch, "usage.json");
  rmSync(usageFile, { force: true });
  const { nodeArguments = plain ? [] : ["--require", "tsx/cjs"] } = program;
  const started = performance.now();
  const { code, stdout, stderr } = await runProcess(
    process.execPath,
    ["--require", PRELOADED, ...nodeArguments, file, ...args],
    { cwd, env: { ...process.env, ...env, BENCH_USAGE_FILE: usageFile } },
  );
  const seconds = (performance.now() - started) / 1000;
  if (code !== 0 || !existsSync(usageFile)) {
    const command = [path.basename(file), ...args].join(" ");
    throw new UserError(`"${command}" failed, so there is nothing to measure.\n\n${stderr || stdout}`);
  }
  return { ...JSON.parse(readFileSync(usageFile, "utf8")), seconds, stdout };
}
