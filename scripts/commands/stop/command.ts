import { PROCEDURE_OPTIONS, PROCEDURE_OPTIONS_HELP, runProcedure } from "../../procedures/command";
import { stop } from "../../procedures/service/stop-and-start";
import { command } from "../../terminal/command";

const USAGE = `Usage: npm run stop -- <environment> [options]

Stops OpenEMR: no task runs, and people see a page that says so (503). Nothing starts it again but npm run start.

${PROCEDURE_OPTIONS_HELP}
`;

command(module, {
  usage: USAGE,
  options: PROCEDURE_OPTIONS,
  positionals: { one: "environment" },
  changesSomething: true,
  read: ({ values, positionals: [environment] }) => ({ ...values, environment }),
  run: (given, surroundings) => runProcedure("stop", given, surroundings, stop),
});
