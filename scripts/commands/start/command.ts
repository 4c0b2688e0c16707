import { PROCEDURE_OPTIONS, PROCEDURE_OPTIONS_HELP, runProcedure } from "../../procedures/command";
import { start } from "../../procedures/service/stop-and-start";
import { command } from "../../terminal/command";

const USAGE = `Usage: npm run start -- <environment> [options]

Starts OpenEMR after npm run stop, waits until its tasks run, and opens the sign-in page.

${PROCEDURE_OPTIONS_HELP}
`;

command(module, {
  usage: USAGE,
  options: PROCEDURE_OPTIONS,
  positionals: { one: "environment" },
  changesSomething: true,
  read: ({ values, positionals: [environment] }) => ({ ...values, environment }),
  run: (given, surroundings) => runProcedure("start", given, surroundings, start),
});
