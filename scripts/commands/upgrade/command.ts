import path from "node:path";
import { findEnvironment } from "../../../src/environments";
import { UserError } from "../../../src/user-error";
import { PROCEDURE_OPTIONS, PROCEDURE_OPTIONS_HELP, runProcedure } from "../../procedures/command";
import { takeUpgradeBack } from "../../procedures/upgrade/take-back";
import { upgrade } from "../../procedures/upgrade/upgrade";
import { VersionFile } from "../../procedures/upgrade/version-file";
import { runInTerminal } from "../../system/terminal-process";
import { command } from "../../terminal/command";

const USAGE = `Usage: npm run upgrade -- <environment> --to <version> [options]
       npm run upgrade -- <environment> --back

Upgrades OpenEMR: says what is known of the way, backs up database and files and waits for it, writes openemr_version
into the environment's file, plans and deploys, follows the tasks until they serve, and reads the version in the
database. docs/upgrades.md says which version to choose, and what people see meanwhile.

  --to <version>   a tag of OpenEMR's image, best with a date
  --back           takes the newest upgrade back: the version and the data of the backup from before it
${PROCEDURE_OPTIONS_HELP}
`;

const options = {
  ...PROCEDURE_OPTIONS,
  to: { type: "string" },
  back: { type: "boolean", default: false },
} as const;

export const upgradeCommand = command(module, {
  usage: USAGE,
  options,
  positionals: { one: "environment" },
  changesSomething: true,
  read: ({ values, positionals: [environment] }) => {
    if (values.back === (values.to !== undefined)) {
      throw new UserError("Give one of --to and --back. npm run upgrade -- --help shows both.");
    }
    return { ...values, environment };
  },
  run: async (given, surroundings) => {
    const { project } = surroundings;
    const environment = findEnvironment(path.join(project, "environments"), given.environment);
    const file = new VersionFile(environment.file, path.relative(project, environment.file));
    const deployBy = (env: NodeJS.ProcessEnv) => () => {
      const approval = given.yes ? ["--auto-approve"] : [];
      const program = path.join(project, "scripts/commands/deploy/command.ts");
      const args = ["--require", "tsx/cjs", program, "deploy", environment.name, "--skip-check", ...approval];
      return runInTerminal(process.execPath, args, { cwd: project, env });
    };
    await runProcedure("upgrade", given, surroundings, (installation, started) => {
      const deploy = deployBy(started);
      return given.to === undefined
        ? takeUpgradeBack(installation, { file, deploy })
        : upgrade(installation, { to: given.to, file, deploy });
    });
  },
});
