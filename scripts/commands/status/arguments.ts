import { UserError } from "../../../src/user-error";
import { type ArgumentsOf, commandLine } from "../../terminal/command-line";

const USAGE = `Usage: npm run status -- <environment> [options]

Shows on one page how an installation is: OpenEMR's version, the deployment, what each task does and since when,
why tasks ended, the database and the newest backups. It reads and changes nothing.

  --watch               follows a deployment, an installation, an upgrade or a procedure to its end, and tells
                        each change
  --interval <seconds>  between two looks (default: 15)
  --json                for programs: one JSON object, with --watch one a line at each change
  --help, -h            shows this text

Exit codes:
  0  OpenEMR serves
  1  not known: wrong arguments, not deployed, no credentials, no permission, or no answer from AWS
  2  OpenEMR does not serve yet: it installs or upgrades, or a deployment is under way
  3  OpenEMR is down, and nothing is under way that would change that

docs/operations.md has the permissions that it takes.
`;

export type Arguments = ArgumentsOf<typeof COMMAND_LINE>;

export const COMMAND_LINE = commandLine({
  usage: USAGE,
  options: {
    watch: { type: "boolean", default: false },
    interval: { type: "string", default: "15" },
    json: { type: "boolean", default: false },
  },
  positionals: { one: "environment" },
  read: ({ values, positionals: [environment] }) => {
    const { interval } = values;
    if (!/^[1-9]\d{0,3}$/.test(interval) || Number(interval) > 3600) {
      throw new UserError(`--interval is "${interval}", but must be whole seconds from 1 to 3600.`);
    }
    return { ...values, interval: Number(interval), environment };
  },
});
