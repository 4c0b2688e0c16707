import { readFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../src/user-error";
import { isObject } from "../system/json";

/** The parts of cdktf.json that this project reads. */
export interface ProjectConfig {
  /** The command that runs the app. */
  readonly app?: unknown;
  readonly context?: Readonly<Record<string, unknown>>;
}

/** The cdktf.json of a project. */
export function readProjectConfig(project: string): ProjectConfig {
  const file = path.join(project, "cdktf.json");
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new UserError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}). ${RESTORE}`);
  }
  return parseProjectConfig(file, text);
}

/**
 * The arguments of Node.js that run a project's app as its cdktf.json says: what is loaded before it decides how long
 * it takes. An app that something else runs, such as npx, is run by tsx.
 */
export function appArguments({ app }: ProjectConfig): string[] {
  const [program, ...args] = String(app ?? "").split(/\s+/);
  return program === "node" ? args : ["--import", "tsx", "main.ts"];
}

/** @param file where the text is from, for the errors */
export function parseProjectConfig(file: string, text: string): ProjectConfig {
  const config = parse(file, text);
  if (!isObject(config)) throw mustBeObject(`${file} is ${JSON.stringify(config)}`);
  const { context } = config;
  if (context !== undefined && !isObject(context)) {
    throw mustBeObject(`"context" in ${file} is ${JSON.stringify(context)}`);
  }
  return config;
}

const RESTORE = "Correct it, or restore it: git checkout cdktf.json";

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${file} is not JSON: ${(error as Error).message}. ${RESTORE}`);
  }
}

function mustBeObject(what: string): UserError {
  return new UserError(`${what}, but must be a JSON object. ${RESTORE}`);
}
