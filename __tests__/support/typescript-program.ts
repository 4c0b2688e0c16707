import { writeFileSync } from "node:fs";
import path from "node:path";
import { runProcess } from "../../scripts/system/run-process";
import { appArguments, readProjectConfig } from "../../scripts/terraform/project-config";

const PROJECT = path.join(__dirname, "..", "..");

/** Runs a program as `cdktf.json` runs the app, in a process of its own: for what changes how modules are loaded. */
export function runTypeScript(file: string, lines: readonly string[], env: NodeJS.ProcessEnv = {}) {
  writeFileSync(file, lines.join("\n"));
  const options = { cwd: PROJECT, env: { ...process.env, ...env } };
  return runProcess(
    process.execPath,
    [...appArguments(readProjectConfig(PROJECT)).slice(0, -1), file],
    options,
  );
}

/** The path of a module of this project, as a literal. */
export function literalPath(...names: readonly string[]): string {
  return JSON.stringify(path.join(PROJECT, ...names));
}
