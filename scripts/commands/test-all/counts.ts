import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { stripVTControlCharacters } from "node:util";

/** How many tests passed, and how many failed. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** Reads the line with which Jest closes a run, such as `Tests: 1 failed, 2 skipped, 3 passed, 6 total`. */
export function countsIn(line: string): Counts {
  const count = (what: string) => Number(new RegExp(`\\b(\\d+) ${what}\\b`).exec(line)?.[1] ?? 0);
  return { passed: count("passed"), failed: count("failed") };
}

/**
 * Runs `npm test` with the tests against the emulated AWS among the others, as one run keeps all processors busy to its
 * end. Shows what it says, and counts. A run that stops before its tests is a failure as well. A program that a failed
 * test has left running holds up nothing.
 */
export async function runTests(project: string, env: NodeJS.ProcessEnv): Promise<Counts> {
  const color = process.stdout.isTTY ? { FORCE_COLOR: "1" } : {};
  const child = spawn("npm", ["run", "--silent", "test", "--", "aws", "--forceExit"], {
    cwd: project,
    env: { ...env, ...color },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let closing = "";
  const follow = async (from: NodeJS.ReadableStream, to: NodeJS.WriteStream) => {
    for await (const line of createInterface({ input: from })) {
      to.write(`${line}\n`);
      const text = stripVTControlCharacters(line);
      if (text.startsWith("Tests:")) closing = text;
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
