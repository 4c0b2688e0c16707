import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { stripVTControlCharacters } from "node:util";

/** How many tests passed, and how many failed. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** Adds up the lines with which Jest closes a run, such as `Tests: 1 failed, 2 skipped, 3 passed, 6 total`. */
export function countsIn(lines: readonly string[]): Counts {
  const total = (what: string) =>
    lines
      .map((line) => /^Tests:\s/.test(line) && new RegExp(`\\b(\\d+) ${what}\\b`).exec(line)?.[1])
      .reduce((sum, count) => sum + Number(count || 0), 0);
  return { passed: total("passed"), failed: total("failed") };
}

/** Runs a script of npm, shows what it says, and counts. What stops before its tests ran is a failure as well. */
export async function runTests(script: string, project: string, env: NodeJS.ProcessEnv): Promise<Counts> {
  const color = process.stdout.isTTY ? { FORCE_COLOR: "1" } : {};
  const child = spawn("npm", ["run", "--silent", script], {
    cwd: project,
    env: { ...env, ...color },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const closing: string[] = [];
  const follow = async (from: NodeJS.ReadableStream, to: NodeJS.WriteStream) => {
    for await (const line of createInterface({ input: from })) {
      to.write(`${line}\n`);
      const text = stripVTControlCharacters(line);
      if (text.startsWith("Tests:")) closing.push(text);
    }
  };
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const [code] = await Promise.all([
    ended,
    follow(child.stdout, process.stdout),
    follow(child.stderr, process.stderr),
  ]);
  const counts = countsIn(closing);
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}
