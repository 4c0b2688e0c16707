import { anyOf, UserError } from "../../../src/user-error";
import { SEVERITIES, type Severity } from "../../rules/finding";
import { parseCommandLine } from "../../terminal/command-line";

export const USAGE = `Usage: npm run review -- <environment> [--against ref | --plan file] [options]

Turns a Terraform plan into a report: what can hurt first, then every change, what it costs, and a diagram. It
needs neither an account nor credentials nor a network.

  --against ref      what the working tree changes in comparison with another commit, e.g. main or HEAD~1; a folder
                     with a checkout will do as well, e.g. ../base
  --plan file        a plan of a real run, as "terraform show -json" writes it
                     Without either the environment is planned as a new installation.
  --var name=value   gives a variable another value than environments/<environment>.tfvars; may be repeated
  --base-var name=value   the same for the commit of --against
  --out folder       where review.md and review.html go (default: cdktf.out/review/<environment>)
  --fail-on severity ends with code 2 where something at least as bad is found: danger, warning or notice
  --timings          shows how long each step took
  --help             shows this text
`;

export interface ReviewArguments {
  readonly environment: string | undefined;
  readonly against: string | undefined;
  readonly plan: string | undefined;
  /** Each `name=value`. */
  readonly variables: readonly string[];
  readonly baseVariables: readonly string[];
  readonly out: string | undefined;
  readonly failOn: Severity | undefined;
  readonly timings: boolean;
  readonly help: boolean;
}

export function readArguments(args: readonly string[]): ReviewArguments {
  const { values, positionals } = parse(args);
  const { against, plan, var: variables = [], "base-var": baseVariables = [], "fail-on": failOn } = values;
  if (positionals.length > 1) {
    throw new UserError(`One environment at a time, but ${positionals.join(", ")} were given.\n\n${USAGE}`);
  }
  if (against !== undefined && plan !== undefined) {
    throw new UserError(
      "--against and --plan are both given, but a plan that was made has been compared. Leave one out.",
    );
  }
  for (const [option, given] of [
    ["--var", variables],
    ["--base-var", baseVariables],
  ] as const) {
    const wrong = given.find((assignment) => !/^[^=\s]+=/.test(assignment));
    if (wrong !== undefined) {
      throw new UserError(
        `${option} is "${wrong}", but must be name=value, such as ${option} region=eu-west-1.`,
      );
    }
  }
  if (plan !== undefined && variables.length > 0) {
    throw new UserError(`--var is ${variables[0]}, but a plan that was made has its values. Leave it out.`);
  }
  if (against === undefined && baseVariables.length > 0) {
    throw new UserError(`--base-var is ${baseVariables[0]}, but is for --against, which is not given.`);
  }
  if (against === "" || plan === "") {
    throw new UserError(`${against === "" ? "--against" : "--plan"} is empty.\n\n${USAGE}`);
  }
  if (failOn !== undefined && !isSeverity(failOn)) {
    throw new UserError(`--fail-on is "${failOn}", but must be ${anyOf(SEVERITIES)}.`);
  }
  const { out, timings = false, help = false } = values;
  return { environment: positionals[0], against, plan, variables, baseVariables, out, failOn, timings, help };
}

function parse(args: readonly string[]) {
  return parseCommandLine(args, USAGE, {
    allowPositionals: true,
    options: {
      against: { type: "string" },
      plan: { type: "string" },
      var: { type: "string", multiple: true },
      "base-var": { type: "string", multiple: true },
      out: { type: "string" },
      "fail-on": { type: "string" },
      timings: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
}

function isSeverity(text: string): text is Severity {
  return (SEVERITIES as readonly string[]).includes(text);
}
