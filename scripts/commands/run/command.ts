import { readFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../../src/user-error";
import { PROCEDURE_OPTIONS, PROCEDURE_OPTIONS_HELP, runProcedure } from "../../procedures/command";
import { run } from "../../procedures/run/run";
import { callersFolder } from "../../terminal/callers-folder";
import { command } from "../../terminal/command";

const USAGE = `Usage: npm run run -- <environment> <script> [options]

Runs a file with a script for /bin/sh in a task of its own, with OpenEMR's image, network, files and roles: also while
OpenEMR is stopped. It works in OpenEMR's folder. Passwords are in files in /run/openemr-passwords; where the script
prints one, *** stands in its place. Follows the log, and ends with the script's exit code.

  --again          runs it anew, where a former run of the same script was begun and its end is not known
${PROCEDURE_OPTIONS_HELP}
`;

export const runCommand = command(module, {
  usage: USAGE,
  options: { ...PROCEDURE_OPTIONS, again: { type: "boolean", default: false } },
  positionals: "any",
  changesSomething: true,
  read: ({ values, positionals: [environment, file, ...more] }) => {
    if (file === undefined || more.length > 0) {
      throw new UserError(
        "Give an environment and one file with a script: npm run run -- production mend.sh",
      );
    }
    return { ...values, environment, file };
  },
  run: (given, surroundings) => {
    const script = read(path.resolve(callersFolder(), given.file), given.file);
    // Programs read one JSON object a line from standard output.
    const print = given.json ? console.error : console.log;
    const ended = (exitCode: number) => {
      process.exitCode = exitCode;
    };
    const props = {
      script,
      name: path.basename(given.file),
      given: given.file,
      again: given.again,
      print,
      ended,
    };
    return runProcedure("run", given, surroundings, (installation) => run(installation, props));
  },
});

function read(file: string, given: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new UserError(`The script is "${given}", but ${file} cannot be read. Give the path of a file.`);
  }
}
