import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { makeFolder } from "../../system/make-folder";
import type { TerminalProcessEnd } from "../../system/terminal-process";
import { explainingWriteErrors } from "../../system/write-errors";

export interface ApprovalProps {
  readonly project: string;
  readonly stack: string;
  /** File for the outputs that a person named, from the project's folder. */
  readonly outputsFile: string | undefined;
}

/**
 * Has cdktf deploy, and tells where nobody approved the plan: cdktf ends with 0 then as well, and its file of outputs is
 * empty. After a deploy, and where nothing changes, that has the stack, which has outputs. Seen with cdktf-cli 0.21.0.
 *
 * @param run gets further options for cdktf
 */
export async function deployApproved(
  { project, stack, outputsFile }: ApprovalProps,
  run: (options: readonly string[]) => Promise<TerminalProcessEnd>,
): Promise<TerminalProcessEnd> {
  const file = path.resolve(project, outputsFile ?? `cdktf.out/${stack}.outputs.json`);
  makeEmpty(file);
  const end = await run(outputsFile === undefined ? [`--outputs-file=${file}`] : []);
  if (end.code !== 0) return end;
  const text = readFileSync(file, "utf8");
  if (Object.keys(JSON.parse(text || "{}")).length > 0) return end;
  const isKnown = text !== "" || end.stopped;
  console.error(
    isKnown
      ? "\nThe plan was not approved, so nothing was deployed."
      : `\ncdktf wrote no outputs to ${file}, so whether it deployed anything is not known. What is left to do: npm run diff`,
  );
  // A person stopped it: nothing failed that could be mended.
  return { code: 1, stopped: true };
}

/** An earlier deploy's outputs would be taken for this one's. cdktf finds only after the deploy that it cannot write them. */
function makeEmpty(file: string): void {
  const folder = path.dirname(file);
  const write = () => {
    makeFolder(folder);
    writeFileSync(file, "");
  };
  explainingWriteErrors(folder, write, "name another with --outputs-file");
}
