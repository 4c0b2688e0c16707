import { UserError } from "../../../src/user-error";
import { PROCEDURE_OPTIONS, PROCEDURE_OPTIONS_HELP, runProcedure } from "../../procedures/command";
import { restore } from "../../procedures/restore/restore";
import { checkSnapshot } from "../../procedures/restore/snapshot-option";
import { vaultOf } from "../../procedures/restore/vault-of";
import { command } from "../../terminal/command";

const USAGE = `Usage: npm run recover -- <new environment> --from <vault or region> [--to <moment> | --snapshot <name>] [options]

Fills an installation that was just deployed with files and database of one that is gone: from the copies of its
backups, or from the vault that one of the same name left. It is a restore: what the new installation began with stays
until npm run restore -- <new environment> --finish, and --undo goes back to it.

  --from <vault>   name of the vault with the copies or the backups, in the region and account of the new environment; or
                   that region, such as us-west-2, where there is one such vault
  --files <id>     the file system, such as fs-0123456789abcdef0, where the vault has backups of several
  --database <id>  the database cluster, such as openemr-production-database, where the vault has backups of several
  --to <moment>    a moment in UTC such as 2026-01-31T05:00:00Z (default: latest)
  --snapshot name  a last snapshot of the database in place of --to, as a destroy leaves one; the files are of the newest
                   backup in the vault before it
  --rehearse       restores and looks into it, and exchanges nothing
${PROCEDURE_OPTIONS_HELP}
`;

command(module, {
  usage: USAGE,
  options: {
    ...PROCEDURE_OPTIONS,
    from: { type: "string" },
    files: { type: "string" },
    database: { type: "string" },
    to: { type: "string" },
    snapshot: { type: "string" },
    rehearse: { type: "boolean", default: false },
  },
  positionals: { one: "environment" },
  changesSomething: true,
  read: ({ values, positionals: [environment] }) => {
    const { from, snapshot } = values;
    checkSnapshot(snapshot, values.to);
    const to = values.to ?? (snapshot === undefined ? "latest" : undefined);
    if (from === undefined || !/^[a-zA-Z0-9_-]{2,50}$/.test(from)) {
      throw new UserError(
        `--from is ${from === undefined ? "missing" : `"${from}"`}, but must be the name of the vault with the copies, such as openemr-production-copies. ` +
          "It is in the region of the new environment; a vault elsewhere is copied there first.",
      );
    }
    if (
      to !== undefined &&
      to !== "latest" &&
      (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(to) || Number.isNaN(Date.parse(to)))
    ) {
      throw new UserError(
        `--to is "${to}", but must be latest or a moment in UTC such as 2026-01-31T05:00:00Z.`,
      );
    }
    const { files, database, ...rest } = values;
    if (snapshot !== undefined && database !== undefined)
      throw new UserError(
        "--snapshot and --database are given. The snapshot is the database: leave --database out.",
      );
    const sources = { ...(files !== undefined && { files }), ...(database !== undefined && { database }) };
    return { ...rest, from, to, sources, keepFiles: false, environment };
  },
  run: (given, surroundings) =>
    runProcedure("recover", given, surroundings, async (installation) =>
      restore(installation, { ...given, from: await vaultOf(installation, given.from) }),
    ),
});
