import { UserError } from "../../../src/user-error";
import { commandLine } from "../../terminal/command-line";

export const USAGE = `Usage: npm run bench [-- --runs N]

Measures synthesis, preview, cost, review, compliance, the Lambda functions and the load test, and compares them with their
targets. Needs Terraform, but no account and no network. Everything runs once to warm up, and then in turns, so that a
busy moment of the machine meets all alike. The load test is compared with siege and wrk, where these are installed.

  --runs N   how often each measurement is taken (default: 5)
  --help     shows this text

The figures go to cdktf.out/bench.json, too. One over its target is not an error: judge it by the machine's load.
`;

export const COMMAND_LINE = commandLine({
  usage: USAGE,
  options: { runs: { type: "string", default: "5" } },
  read: ({ values: { runs } }) => {
    if (!/^[1-9]\d{0,2}$/.test(runs)) {
      throw new UserError(`--runs is "${runs}", but must be a whole number from 1 to 999, such as --runs 5.`);
    }
    return { runs: Number(runs) };
  },
});
