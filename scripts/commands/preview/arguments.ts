import { UserError } from "../../../src/user-error";
import { type ArgumentsOf, ASSIGNMENTS, commandLine } from "../../terminal/command-line";

export const USAGE = `Usage: npm run preview -- <environment> [--var name=value ...] [--out folder] [--json | --timings]

Synthesizes the environment's stack, plans it with Terraform and shows the plan for review. It needs neither
an account nor credentials nor a network, reads no state, and so plans a new installation.

  --var name=value   gives a variable another value than environments/<environment>.tfvars; may be repeated
  --out folder       where the full plan goes (default: cdktf.out/preview/<environment>)
  --json             for programs: Terraform's plan as one JSON object, in place of the review
  --timings          shows how long each step took
  --help             shows this text
`;

export type PreviewArguments = ArgumentsOf<typeof COMMAND_LINE>;

export const COMMAND_LINE = commandLine({
  usage: USAGE,
  options: {
    var: ASSIGNMENTS,
    out: { type: "string" },
    json: { type: "boolean", default: false },
    timings: { type: "boolean", default: false },
  },
  positionals: { one: "environment" },
  read: ({ positionals: [environment], values: { var: variables, out, json, timings } }) => {
    if (json && timings) {
      throw new UserError("--json and --timings are both given, but the JSON has no times. Leave one out.");
    }
    return { environment, variables, out, json, timings };
  },
});
