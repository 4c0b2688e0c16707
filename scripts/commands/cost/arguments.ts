import { UserError } from "../../../src/user-error";
import { optionOf, USAGE, USAGE_NAMES, type UsageName } from "../../cost/usage";
import { ASSIGNMENTS, type CommandLine, type Given } from "../../terminal/command-line";
import { FORMAT_OPTIONS, readFormat } from "../../terminal/format";

const FORMATS = ["text", "markdown"] as const;

export type Format = (typeof FORMATS)[number] | "json";

const WIDTH = Math.max(...USAGE_NAMES.map((name) => optionOf(name).length)) + 2;

export const USAGE_TEXT = `Usage: npm run cost -- <environment> [<environment>] [options]

Estimates what an environment costs a month before anything is used, item by item, from its plan: what is billed
by the hour, by the month, or has a minimum. Two are put side by side. The plan is made offline, as that of
npm run preview is, and so is one of a new installation.

  --plan file        takes a plan of a real run, made by "terraform show -json", in place of an environment
  --var name=value   gives a variable another value than the environment's file; may be repeated
  --format format    text (the default) or markdown
  --json             for programs: one JSON object, in place of the text
  --usage file       what is used a month, as JSON: {"requests_per_month": 5000000, "database_storage_gb": 20}
  --help             shows this text

What is used a month, each 0 by default, takes precedence over the file:

${USAGE_NAMES.map((name) => `  ${optionOf(name).padEnd(WIDTH)} ${USAGE[name]}`).join("\n")}
`;

export interface CostArguments {
  readonly environments: readonly string[];
  /** Files. */
  readonly plans: readonly string[];
  /** Each \`name=value\`. */
  readonly variables: readonly string[];
  readonly format: Format;
  readonly usageFile: string | undefined;
  /** As given. */
  readonly usage: Readonly<Partial<Record<UsageName, string>>>;
}

const options = {
  plan: { type: "string", multiple: true, default: [] as string[] },
  var: ASSIGNMENTS,
  ...FORMAT_OPTIONS,
  usage: { type: "string" },
} as const;

const usageOptions = Object.fromEntries(
  USAGE_NAMES.map((name) => [keyOf(name), { type: "string" }] as const),
);

export const COMMAND_LINE: CommandLine<typeof options, CostArguments> = {
  usage: USAGE_TEXT,
  options: { ...usageOptions, ...options },
  positionals: "any",
  read: readArguments,
};

function readArguments({ values, positionals: environments }: Given<typeof options>): CostArguments {
  const { plan: plans, var: variables, usage: usageFile } = values;
  if (environments.length + plans.length > 2) {
    const given = [...environments, ...plans].join(", ");
    throw new UserError(`One or two can be estimated at a time, but ${given} were given.\n\n${USAGE_TEXT}`);
  }
  if (variables.length > 0 && environments.length === 0 && plans.length > 0) {
    throw new UserError(`--var is ${variables[0]}, but a plan that was made has its values. Leave it out.`);
  }
  const format = readFormat(FORMATS, values);
  const used = values as Record<string, unknown>;
  const usage = Object.fromEntries(
    USAGE_NAMES.map((name) => [name, used[keyOf(name)]]).filter(([, value]) => value !== undefined),
  );
  return { environments, plans, variables, format, usageFile, usage };
}

/** The option without its dashes. */
function keyOf(name: UsageName): string {
  return optionOf(name).slice(2);
}
