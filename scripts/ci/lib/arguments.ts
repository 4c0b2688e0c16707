import path from "node:path";
import { type Environment, findEnvironment } from "../../../src/environments";
import { UserError } from "../../../src/user-error";
import { parseCommandLine } from "../../terminal/command-line";

/** Folder of the project. */
export const PROJECT = path.join(__dirname, "..", "..", "..");

/**
 * The arguments of a step that works on one environment: its name, and options that are all needed.
 *
 *     const { environment, options } = readArguments(args, ["out"]);
 *
 * @param optional options that may be left out, or be empty
 */
export function readArguments<Name extends string, Optional extends string = never>(
  args: readonly string[],
  names: readonly Name[],
  optional: readonly Optional[] = [],
): {
  environment: Environment;
  options: Readonly<Record<Name, string>> & Readonly<Partial<Record<Optional, string>>>;
} {
  const { positionals, values } = parse(args, [...names, ...optional]);
  const environment = findEnvironment(path.join(PROJECT, "environments"), positionals[0]);
  const missing = names.find((name) => !values[name]);
  if (missing !== undefined) throw new UserError(`--${missing} is not given.`);
  return { environment, options: values as Record<Name, string> & Partial<Record<Optional, string>> };
}

function parse(args: readonly string[], names: readonly string[]) {
  const options = Object.fromEntries(names.map((name) => [name, { type: "string" }] as const));
  const usage = `Give ${["an environment", ...names.map((name) => `--${name}`)].join(", ")}.`;
  return parseCommandLine(args, usage, { allowPositionals: true, options });
}
