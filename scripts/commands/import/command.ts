import path from "node:path";
import { UserError } from "../../../src/user-error";
import { lookIntoBackup } from "../../procedures/import/look";
import { refusals, renderLook } from "../../procedures/import/report";
import { callersFolder } from "../../terminal/callers-folder";
import { command } from "../../terminal/command";

const USAGE = `Usage: npm run import -- --look --from <backup> [--json]

Looks into a backup of an OpenEMR that runs elsewhere, before it is moved into an installation: version, tables, sites,
modules, keys, what will not come along, and what must not be loaded. It needs no account, changes nothing and unpacks
nothing. The backup is the archive that OpenEMR makes (Administration, Backup), or a folder with openemr.sql.gz and
sites.tar.gz. Loading it is not a command yet.

  --from <backup>  the archive, or the folder
  --look           only looks
  --json           for programs: one JSON object
  --help, -h       shows this text
`;

command(module, {
  usage: USAGE,
  options: {
    from: { type: "string" },
    look: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
  read: ({ values: { from, look, json } }) => {
    if (!look) throw new UserError("Only --look is there: this version looks into a backup and loads none.");
    if (from === undefined)
      throw new UserError("--from is missing: the archive that OpenEMR makes, or a folder.");
    return { from, json };
  },
  run: async ({ from, json }) => {
    const look = await lookIntoBackup(path.resolve(callersFolder(), from));
    const refused = refusals(look);
    if (json) console.log(JSON.stringify({ ...look, refusals: refused }));
    else for (const line of renderLook(look)) console.log(line);
    if (refused.length > 0) process.exitCode = 1;
  },
});
