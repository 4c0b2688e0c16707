import { anyOf, UserError } from "../../../src/user-error";
import { SEVERITIES, type Severity } from "../../rules/finding";
import { type ArgumentsOf, ASSIGNMENTS, commandLine } from "../../terminal/command-line";

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
  --fail-on severity ends with code 2 where something at least as bad is found: danger, warning,
                     unknown (a change that no rule knows) or notice
  --json             for programs: what was found as one JSON object, in place of the summary
  --timings          shows how long each step took
  --help             shows this text
`;

export type ReviewArguments = ArgumentsOf<typeof COMMAND_LINE>;

export const COMMAND_LINE = commandLine({
  usage: USAGE,
  options: {
    against: { type: "string" },
    plan: { type: "string" },
    var: ASSIGNMENTS,
    "base-var": ASSIGNMENTS,
    out: { type: "string" },
    "fail-on": { type: "string" },
    json: { type: "boolean", default: false },
    timings: { type: "boolean", default: false },
  },
  positionals: { one: "environment" },
  read: ({ values, positionals: [environment] }) => {
    const {
      against,
      plan,
      var: variables,
      "base-var": baseVariables,
      "fail-on": failOn,
      out,
      json,
      timings,
    } = values;
    if (against !== undefined && plan !== undefined) {
      throw new UserError(
        "--against and --plan are both given, but a plan that was made has been compared. Leave one out.",
      );
    }
    if (plan !== undefined && variables.length > 0) {
      throw new UserError(`--var is ${variables[0]}, but a plan that was made has its values. Leave it out.`);
    }
    if (against === undefined && baseVariables.length > 0) {
      throw new UserError(`--base-var is ${baseVariables[0]}, but is for --against, which is not given.`);
    }
    if (failOn !== undefined && !isSeverity(failOn)) {
      throw new UserError(`--fail-on is "${failOn}", but must be ${anyOf(SEVERITIES)}.`);
    }
    if (json && timings) {
      throw new UserError("--json and --timings are both given, but the JSON has no times. Leave one out.");
    }
    return { environment, against, plan, variables, baseVariables, out, failOn, json, timings };
  },
});

function isSeverity(text: string): text is Severity {
  return (SEVERITIES as readonly string[]).includes(text);
}
