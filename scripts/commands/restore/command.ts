import { UserError } from "../../../src/user-error";
import { PROCEDURE_OPTIONS, PROCEDURE_OPTIONS_HELP, runProcedure } from "../../procedures/command";
import { finishRestore } from "../../procedures/restore/finish";
import { restore } from "../../procedures/restore/restore";
import { checkSnapshot } from "../../procedures/restore/snapshot-option";
import { undoRestore } from "../../procedures/restore/undo";
import { command } from "../../terminal/command";

const USAGE = `Usage: npm run restore -- <environment> --to <moment> [options]
       npm run restore -- <environment> --snapshot <name> [options]
       npm run restore -- <environment> --rehearse --to <moment>
       npm run restore -- <environment> --undo | --finish

Brings files and database back to one moment: both are restored beside those in use, looked into, and exchanged while
OpenEMR is stopped. What was in use stays until --finish.

  --to <moment>    as npm run backup -- <environment> --list shows it, or latest
  --snapshot name  a last snapshot of the database in place of --to, as a destroy or --finish leaves one; the files are of
                   the newest backup before it
  --keep-files     restores the database only, to any second of --to; the files stay as they are
  --rehearse       restores and looks into it, and exchanges nothing; --finish removes it again
  --undo           goes back to the database and the files that were in use before
  --finish         removes the database and the files that are not in use
${PROCEDURE_OPTIONS_HELP}
`;

const options = {
  ...PROCEDURE_OPTIONS,
  to: { type: "string" },
  snapshot: { type: "string" },
  "keep-files": { type: "boolean", default: false },
  rehearse: { type: "boolean", default: false },
  undo: { type: "boolean", default: false },
  finish: { type: "boolean", default: false },
} as const;

/** Options that go with none of the others. */
const WAYS = { undo: undoRestore, finish: finishRestore } as const;

command(module, {
  usage: USAGE,
  options,
  positionals: { one: "environment" },
  changesSomething: true,
  read: ({ values, positionals: [environment] }) => {
    const { to, rehearse, undo, finish, snapshot } = values;
    checkSnapshot(snapshot, to);
    const isMoment =
      to === undefined || to === "latest" || /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(to);
    if (!isMoment || (to && to !== "latest" && Number.isNaN(Date.parse(to)))) {
      throw new UserError(
        `--to is "${to}", but must be latest or a moment in UTC such as 2026-01-31T05:00:00Z.`,
      );
    }
    const others = [to !== undefined, snapshot !== undefined, values["keep-files"], rehearse].some(Boolean);
    if (undo && finish) throw new UserError("--undo and --finish are given. Undo first, then finish.");
    if ((undo || finish) && others) {
      throw new UserError(
        `--${undo ? "undo" : "finish"} takes none of --to, --snapshot, --keep-files and --rehearse.`,
      );
    }
    return { ...values, keepFiles: values["keep-files"], environment };
  },
  run: (given, surroundings) => {
    const way = given.undo ? WAYS.undo : given.finish ? WAYS.finish : undefined;
    return runProcedure("restore", given, surroundings, (installation) =>
      way ? way(installation) : restore(installation, given),
    );
  },
});
