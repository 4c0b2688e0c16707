import { ASSIGNMENTS, type CommandLine } from "../../terminal/command-line";

export const USAGE = `Usage: npm run preview -- <environment> [--var name=value ...] [--out folder] [--timings]

Synthesizes the environment's stack, plans it with Terraform and shows the plan for review. It needs neither
an account nor credentials nor a network, reads no state, and so plans a new installation.

  --var name=value   gives a variable another value than environments/<environment>.tfvars; may be repeated
  --out folder       where the full plan goes (default: cdktf.out/preview/<environment>)
  --timings          shows how long each step took
  --help             shows this text
`;

export interface PreviewArguments {
  readonly environment: string | undefined;
  /** Each `name=value`. */
  readonly variables: readonly string[];
  readonly out: string | undefined;
  readonly timings: boolean;
}

const options = {
  var: ASSIGNMENTS,
  out: { type: "string" },
  timings: { type: "boolean", default: false },
} as const;

export const COMMAND_LINE: CommandLine<typeof options, PreviewArguments> = {
  usage: USAGE,
  options,
  positionals: { one: "environment" },
  read: ({ positionals: [environment], values: { var: variables, out, timings } }) => ({
    environment,
    variables,
    out,
    timings,
  }),
};
