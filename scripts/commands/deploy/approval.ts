import { readFileSync } from "node:fs";
import path from "node:path";
import type { TerminalProcessEnd } from "../../system/terminal-process";

/**
 * Has cdktf deploy, and tells where nobody approved the plan: cdktf ends with 0 then as well, and its file of outputs is
 * empty. After a deploy, and where nothing changes, that has the stack, which has outputs. Seen with cdktf-cli 0.21.0.
 *
 * @param outputsFile path that a person gave, from the project's folder
 * @param run gets further options for cdktf
 */
export async function deployApproved(
  { project, stack, outputsFile }: { project: string; stack: string; outputsFile?: string | undefined },
  run: (options: readonly string[]) => Promise<TerminalProcessEnd>,
): Promise<TerminalProcessEnd> {
  const file = outputsFile ?? `cdktf.out/${stack}.outputs.json`;
  const end = await run(outputsFile === undefined ? [`--outputs-file=${file}`] : []);
  if (end.code !== 0) return end;
  const outputs = JSON.parse(readFileSync(path.resolve(project, file), "utf8")) as object;
  if (Object.keys(outputs).length > 0) return end;
  console.error("\nThe plan was not approved, so nothing was deployed.");
  // A person stopped it: nothing failed that could be mended.
  return { code: 1, stopped: true };
}
