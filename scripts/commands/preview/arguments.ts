import { UserError } from "../../../src/user-error";
import { parseCommandLine } from "../../terminal/command-line";

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
  readonly help: boolean;
}

export function readArguments(args: readonly string[]): PreviewArguments {
  refuseSingleDash(args);
  const { values, positionals } = parse(args);
  if (positionals.length > 1) {
    throw new UserError(`One environment at a time, but ${positionals.join(", ")} were given.\n\n${USAGE}`);
  }
  for (const assignment of values.var ?? []) {
    if (/^[^=\s]+=/.test(assignment)) continue;
    throw new UserError(`--var is "${assignment}", but must be name=value, such as --var region=eu-west-1.`);
  }
  return {
    environment: positionals[0],
    variables: values.var ?? [],
    out: values.out,
    timings: values.timings ?? false,
    help: values.help ?? false,
  };
}

/** As Terraform's own options are written. Node.js would take `-var` for three options. */
function refuseSingleDash(args: readonly string[]): void {
  const written = args.find((arg) => /^-(var|out|timings|help)(=|$)/.test(arg));
  if (!written) return;
  const way = written.startsWith("-var") ? "--var name=value" : `-${written}`;
  throw new UserError(`${written} is given, but options begin with two dashes: ${way}.\n\n${USAGE}`);
}

function parse(args: readonly string[]) {
  return parseCommandLine(args, USAGE, {
    allowPositionals: true,
    options: {
      var: { type: "string", multiple: true },
      out: { type: "string" },
      timings: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
}
