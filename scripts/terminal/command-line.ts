import { type ParseArgsConfig, parseArgs } from "node:util";
import { nearestName, UserError } from "../../src/user-error";

export type Options = NonNullable<ParseArgsConfig["options"]>;

/** An option that gives variables other values, such as `--var`: each time it is given, it must be `name=value`. */
export const ASSIGNMENTS = { type: "string", multiple: true, default: [] as string[] } as const;

const HELP = { help: { type: "boolean", short: "h", default: false } } as const;

type Values<O extends Options> = ReturnType<typeof parseArgs<{ options: O }>>["values"];

/** The options and arguments that a person gave a command. */
export interface Given<O extends Options> {
  readonly values: Values<O>;
  /** The arguments that are no options. */
  readonly positionals: readonly string[];
}

/** The arguments that a command takes. */
export interface CommandLine<O extends Options, A> {
  /** The help: the first line begins with "Usage:". */
  readonly usage: string;
  /** Stands below an error in place of the whole help. @default - the help */
  readonly briefUsage?: string;
  /** Any other option is refused. Every command has `--help` besides. */
  readonly options: O;
  /**
   * Which arguments are taken that are no options: none, any number, or at most one, which is then called by this
   * name in the error. @default "none"
   */
  readonly positionals?: "none" | "any" | { readonly one: string };
  /** Checks the arguments, and gives them the form that the command works with. */
  readonly read: (given: Given<O>) => A;
}

/** A command line in a file of its own; what it is called with has the type that `read` returns. */
export function commandLine<const O extends Options, A>(line: CommandLine<O, A>): CommandLine<O, A> {
  return line;
}

/** The arguments that a command is called with. */
export type ArgumentsOf<Line extends { readonly read: (given: never) => unknown }> = ReturnType<Line["read"]>;

/**
 * Reads what a person gave a command.
 *
 * @returns `undefined` where only the help is asked for
 * @throws UserError for an option that is not known, a value too many or too few, and what the command itself refuses
 */
export function readCommandLine<const O extends Options, A>(
  args: readonly string[],
  line: CommandLine<O, A>,
): A | undefined {
  const { options, positionals: taken = "none", usage, briefUsage = usage } = line;
  refuseSingleDash(args, Object.keys(options), briefUsage);
  const { values: parsed, positionals } = parseCommandLine(args, briefUsage, {
    allowPositionals: taken !== "none",
    options: { ...options, ...HELP },
  });
  const { help, ...values } = parsed as Record<string, unknown>;
  if (help) return undefined;
  if (typeof taken === "object" && positionals.length > 1) {
    const given = positionals.join(", ");
    throw new UserError(`One ${taken.one} at a time, but ${given} were given.\n\n${briefUsage}`);
  }
  checkAssignments(options, values);
  refuseEmpty(values);
  return line.read({ values: values as Values<O>, positionals });
}

/**
 * Reads options and positionals as Node.js' `parseArgs` does.
 *
 * @param usage says what is allowed, after the message that names what was given
 * @throws UserError for an option that is not known, or has a value too many or too few
 */
export function parseCommandLine<const Config extends Omit<ParseArgsConfig, "args">>(
  args: readonly string[],
  usage: string,
  config: Config,
) {
  try {
    return parseArgs({ ...config, args: [...args] });
  } catch (error) {
    const known = Object.keys(config.options ?? {});
    throw new UserError(`${withNearest((error as Error).message, known)}\n\n${usage}`);
  }
}

/** Node.js goes on with how to give what begins with dashes as an argument, which nobody means. */
function withNearest(message: string, known: readonly string[]): string {
  const [, given] = /^Unknown option '--([^']+)'/.exec(message) ?? [];
  if (given === undefined) return message;
  const nearest = nearestName(given, known);
  return `Unknown option '--${given}'.${nearest ? ` Did you mean --${nearest}?` : ""}`;
}

/** Terraform's own options are written with one dash. Node.js would take `-var` for three options. */
function refuseSingleDash(args: readonly string[], names: readonly string[], usage: string): void {
  const end = args.indexOf("--");
  const written = args.slice(0, end < 0 ? undefined : end).find((arg) => /^-[a-z]{2}/.test(arg));
  if (!written) return;
  const name = written.slice(1).split("=", 1)[0]!;
  const way = name === "var" ? "--var name=value" : `-${written}`;
  const reason = names.includes(name) ? `options begin with two dashes: ${way}` : "there is no such option";
  throw new UserError(`${written} is given, but ${reason}.\n\n${usage}`);
}

/** A variable of the shell that is not set leaves an empty value, which would be taken for the default. */
function refuseEmpty(values: Readonly<Record<string, unknown>>): void {
  const empty = Object.entries(values).find(([, value]) => [value].flat().includes(""));
  if (empty) throw new UserError(`--${empty[0]} is empty. Give it a value, or leave it out.`);
}

function checkAssignments(options: Options, values: Readonly<Record<string, unknown>>): void {
  for (const [name, option] of Object.entries(options)) {
    if (option !== ASSIGNMENTS) continue;
    const wrong = (values[name] as readonly string[]).find((assignment) => !/^[^=\s]+=/.test(assignment));
    if (wrong === undefined) continue;
    throw new UserError(
      `--${name} is "${wrong}", but must be name=value, such as --${name} region=eu-west-1.`,
    );
  }
}
