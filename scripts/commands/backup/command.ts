import { UserError } from "../../../src/user-error";
import { backup } from "../../procedures/backup/backup";
import { PROCEDURE_OPTIONS, PROCEDURE_OPTIONS_HELP, runProcedure } from "../../procedures/command";
import { command } from "../../terminal/command";
import { listBackups } from "./list";

/** In days: as long as the daily backups of the backup plan. */
const DEFAULT_KEEP = "35";

const USAGE = `Usage: npm run backup -- <environment> [options]
       npm run backup -- <environment> --list [--json]

Backs up the database and the files out of turn, as before an upgrade, and waits until both are complete.

  --keep <days>    after which AWS deletes them (default: ${DEFAULT_KEEP})
  --note <text>    why it is made; --list shows it
  --list           lists what can be restored, the newest moment first, and changes nothing
${PROCEDURE_OPTIONS_HELP}
`;

const options = {
  ...PROCEDURE_OPTIONS,
  keep: { type: "string", default: DEFAULT_KEEP },
  note: { type: "string" },
  list: { type: "boolean", default: false },
} as const;

command(module, {
  usage: USAGE,
  options,
  positionals: { one: "environment" },
  changesSomething: true,
  read: ({ values, positionals: [environment] }) => {
    const { keep, note } = values;
    if (!/^[1-9]\d{0,4}$/.test(keep) || Number(keep) > 36_500) {
      throw new UserError(`--keep is "${keep}", but must be whole days from 1 to 36500.`);
    }
    if (note !== undefined && !/^[\p{L}\p{N} _.:/=+@-]{1,256}$/u.test(note)) {
      throw new UserError(
        `--note is "${note}", but must be 1 to 256 letters, digits, spaces or one of _ . : / = + @ -, as AWS takes in a tag.`,
      );
    }
    return { ...values, keepDays: Number(keep), environment };
  },
  run: (given, surroundings) =>
    given.list
      ? listBackups(given, surroundings)
      : runProcedure("backup", given, surroundings, (installation) => backup(installation, given)),
});
