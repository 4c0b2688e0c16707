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
  const { one, values } = parse(args, "environment", names, optional);
  const environment = findEnvironment(path.join(PROJECT, "environments"), one);
  const missing = names.find((name) => !values[name]);
  if (missing !== undefined) {
    throw new UserError(`--${missing} is not given. ${usageOf("environment", names, optional)}`);
  }
  return { environment, options: values as Record<Name, string> & Partial<Record<Optional, string>> };
}

/**
 * The arguments of a step that works on one other thing.
 *
 *     const { one: folder } = readOne(args, "folder with the reports");
 */
export function readOne<Optional extends string = never>(
  args: readonly string[],
  what: string,
  optional: readonly Optional[] = [],
): { one: string; options: Readonly<Partial<Record<Optional, string>>> } {
  const { one, values } = parse(args, what, [], optional);
  if (one === undefined) throw new UserError(`Which ${what}? ${usageOf(what, [], optional)}`);
  return { one, options: values as Partial<Record<Optional, string>> };
}

/** Refuses all arguments: the step takes what it needs from the variables of its job. */
export function readNone(args: readonly string[]): void {
  parseCommandLine(args, "This step takes no arguments.", {});
}

function parse(
  args: readonly string[],
  what: string,
  names: readonly string[],
  optional: readonly string[],
): { one: string | undefined; values: Readonly<Record<string, unknown>> } {
  const options = Object.fromEntries(
    [...names, ...optional].map((name) => [name, { type: "string" }] as const),
  );
  const usage = usageOf(what, names, optional);
  const { positionals, values } = parseCommandLine(args, usage, { allowPositionals: true, options });
  if (positionals.length > 1) {
    throw new UserError(`One ${what} at a time, but ${positionals.join(", ")} were given. ${usage}`);
  }
  return { one: positionals[0], values };
}

function usageOf(what: string, names: readonly string[], optional: readonly string[]): string {
  const option = (name: string) => `--${name} <${name}>`;
  return `Usage: ${[`<${what}>`, ...names.map(option), ...optional.map((name) => `[${option(name)}]`)].join(" ")}`;
}
