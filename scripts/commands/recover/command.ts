import { UserError } from "../../../src/user-error";
import { PROCEDURE_OPTIONS, PROCEDURE_OPTIONS_HELP, runProcedure } from "../../procedures/command";
import { restore } from "../../procedures/restore/restore";
import { command } from "../../terminal/command";

const USAGE = `Usage: npm run recover -- <new environment> --from <vault> [--to <moment>] [options]

Fills an installation that was just deployed with files and database of one that is gone, from the copies of its backups.
It is a restore: what the new installation began with stays until npm run restore -- <new environment> --finish, and
--undo goes back to it.

  --from <vault>   name of the vault with the copies, in the region and account of the new environment
  --to <moment>    a moment in UTC such as 2026-01-31T05:00:00Z (default: latest)
  --rehearse       restores and looks into it, and exchanges nothing
${PROCEDURE_OPTIONS_HELP}
`;

command(module, {
  usage: USAGE,
  options: {
    ...PROCEDURE_OPTIONS,
    from: { type: "string" },
    to: { type: "string", default: "latest" },
    rehearse: { type: "boolean", default: false },
  },
  positionals: { one: "environment" },
  changesSomething: true,
  read: ({ values, positionals: [environment] }) => {
    const { from, to } = values;
    if (from === undefined || !/^[a-zA-Z0-9_-]{2,50}$/.test(from)) {
      throw new UserError(
        `--from is ${from === undefined ? "missing" : `"${from}"`}, but must be the name of the vault with the copies, such as openemr-production-copies. ` +
          "It is in the region of the new environment; a vault elsewhere is copied there first.",
      );
    }
    if (
      to !== "latest" &&
      (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(to) || Number.isNaN(Date.parse(to)))
    ) {
      throw new UserError(
        `--to is "${to}", but must be latest or a moment in UTC such as 2026-01-31T05:00:00Z.`,
      );
    }
    return { ...values, from, to, keepFiles: false, environment };
  },
  run: (given, surroundings) =>
    runProcedure("recover", given, surroundings, (installation) => restore(installation, given)),
});
