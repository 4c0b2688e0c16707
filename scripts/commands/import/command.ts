import path from "node:path";
import { UserError } from "../../../src/user-error";
import { PROCEDURE_OPTIONS, PROCEDURE_OPTIONS_HELP, runProcedure } from "../../procedures/command";
import { importBackup } from "../../procedures/import/import";
import { lookIntoBackup } from "../../procedures/import/look";
import { refusals, renderLook } from "../../procedures/import/report";
import { finishRestore } from "../../procedures/restore/finish";
import { undoRestore } from "../../procedures/restore/undo";
import { callersFolder } from "../../terminal/callers-folder";
import { command } from "../../terminal/command";
import { Stopwatch } from "../../terminal/stopwatch";

const USAGE = `Usage: npm run import -- --look --from <backup> [--json]
       npm run import -- <environment> --from <backup> [options]
       npm run import -- <environment> --undo | --finish

Moves an OpenEMR that runs elsewhere into an installation. Its backup is looked into, carried to AWS, loaded beside what
is in use, brought to the installation's version by OpenEMR's own scripts, looked into there, and exchanged while OpenEMR
is stopped. What was in use stays until --finish. The backup is the archive that OpenEMR makes (Administration, Backup), or
a folder with openemr.sql.gz and sites.tar.gz. docs/elsewhere.md says what to do on the weekend of a move.

  --from <backup>  the archive, or the folder
  --look           only looks: version, tables, site, modules, keys, what will not come along, and what must not be
                   loaded. It needs no account, changes nothing and unpacks nothing
  --undo           goes back to the database and the files that were in use before
  --finish         removes the database and the files that are not in use
${PROCEDURE_OPTIONS_HELP}
`;

/** Options that go with none of the others. */
const WAYS = { undo: undoRestore, finish: finishRestore } as const;

command(module, {
  usage: USAGE,
  options: {
    ...PROCEDURE_OPTIONS,
    from: { type: "string" },
    look: { type: "boolean", default: false },
    undo: { type: "boolean", default: false },
    finish: { type: "boolean", default: false },
  },
  positionals: "any",
  changesSomething: true,
  read: ({ values, positionals: [environment, ...more] }) => {
    const { from, look, undo, finish } = values;
    if (more.length > 0) throw new UserError("Give one environment, and the backup by --from.");
    if ([look, undo, finish].filter(Boolean).length > 1)
      throw new UserError("Give one of --look, --undo and --finish. Undo first, then finish.");
    if ((undo || finish) && from !== undefined)
      throw new UserError(`--${undo ? "undo" : "finish"} takes no --from.`);
    if (!undo && !finish && from === undefined)
      throw new UserError("--from is missing: the archive that OpenEMR makes, or a folder.");
    if (look && environment !== undefined)
      throw new UserError(`--look needs no environment, but ${environment} is given. Leave one of them out.`);
    return { ...values, environment };
  },
  run: async (given, surroundings) => {
    const way = given.undo ? WAYS.undo : given.finish ? WAYS.finish : undefined;
    if (way) return runProcedure("import", given, surroundings, way);
    const from = path.resolve(callersFolder(), given.from!);
    const look = await new Stopwatch().time("reading the backup", () => lookIntoBackup(from));
    if (!given.look) {
      return runProcedure("import", given, surroundings, (to) => importBackup(to, { from, look }));
    }
    const refused = refusals(look);
    if (given.json) console.log(JSON.stringify({ ...look, refusals: refused }));
    else for (const line of renderLook(look)) console.log(line);
    if (refused.length > 0) process.exitCode = 1;
  },
});
