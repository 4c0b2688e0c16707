import path from "node:path";
import { runInTerminal, type TerminalProcessEnd } from "../system/terminal-process";

/** cdktf's command line, run in the terminal of whoever called this. */
export async function cdktf(
  args: readonly string[],
  project: string,
  env: NodeJS.ProcessEnv,
): Promise<TerminalProcessEnd> {
  const program = require.resolve("cdktf-cli/bundle/bin/cdktf");
  const first = ["cdktf-interrupt.cjs", "cdktf-converter.cjs"].flatMap((file) => [
    "--require",
    path.join(__dirname, file),
  ]);
  return runInTerminal(process.execPath, [...first, program, ...args], {
    cwd: project,
    // Telemetry and the check for a newer version reach for hosts that none of this needs.
    env: { CHECKPOINT_DISABLE: "1", ...env },
  });
}
