import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { runInTerminal, type TerminalProcessEnd } from "../system/terminal-process";
import { refuseCdktfOptions } from "./cdktf-options";

/** cdktf's command line, run in the terminal of whoever called this. */
export async function cdktf(
  args: readonly string[],
  project: string,
  env: NodeJS.ProcessEnv,
): Promise<TerminalProcessEnd> {
  refuseCdktfOptions(env);
  if (!args.includes("--output")) requireWritable(project);
  const program = require.resolve("cdktf-cli/bundle/bin/cdktf");
  const first = ["cdktf-interrupt.cjs", "cdktf-converter.cjs"].flatMap((file) => [
    "--require",
    path.join(__dirname, file),
  ]);
  return runInTerminal(process.execPath, [...first, program, ...args], {
    cwd: project,
    // Telemetry and the check for a newer version reach for hosts that none of this needs.
    env: {
      CHECKPOINT_DISABLE: "1",
      ...(hasPluginCache() ? {} : { CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1" }),
      ...env,
    },
  });
}

/** cdktf would end with a stack trace. */
function requireWritable(project: string): void {
  const output = path.join(project, "cdktf.out");
  accessSync(existsSync(output) ? output : project, constants.W_OK);
}

/** cdktf makes this folder, and ends where a user has no home that can be written. Seen with cdktf-cli 0.21.0. */
function hasPluginCache(): boolean {
  try {
    mkdirSync(path.join(homedir(), ".terraform.d/plugin-cache"), { recursive: true });
    return true;
  } catch {
    return false;
  }
}

/** Where one of these is set, cdktf takes it that no person is there, and draws nothing that it would draw again. Seen with cdktf-cli 0.21.0. */
const PIPELINE_VARIABLES = ["CI", "CONTINUOUS_INTEGRATION", "BUILD_NUMBER", "RUN_ID"];

/** Has cdktf show its question where somebody can answer, also in a container or a shell that calls itself a pipeline. */
export function showingQuestions(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (!process.stdin.isTTY) return env;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !PIPELINE_VARIABLES.includes(name)));
}
