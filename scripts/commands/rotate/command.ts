import { anyOf, UserError } from "../../../src/user-error";
import { PROCEDURE_OPTIONS, PROCEDURE_OPTIONS_HELP, runProcedure } from "../../procedures/command";
import { rotateAdministrator } from "../../procedures/rotate/administrator";
import { rotateCache } from "../../procedures/rotate/cache";
import { rotateDatabase } from "../../procedures/rotate/database";
import { rotateMail } from "../../procedures/rotate/mail";
import { command } from "../../terminal/command";

const WAYS = {
  database: rotateDatabase,
  administrator: rotateAdministrator,
  mail: rotateMail,
  cache: rotateCache,
} as const;

const USAGE = `Usage: npm run rotate -- <environment> database | administrator | mail | cache [options]

Gives the installation new credentials, which nobody sees or types, while people go on working.

  database         the user by which OpenEMR uses its database; the schedule does the same
  administrator    the password of OpenEMR's first administrator
  mail             the SMTP credentials
  cache            says why there is nothing to rotate
${PROCEDURE_OPTIONS_HELP}
`;

export const rotateCommand = command(module, {
  usage: USAGE,
  options: PROCEDURE_OPTIONS,
  positionals: "any",
  changesSomething: true,
  read: ({ values, positionals: [environment, what, ...more] }) => {
    const allowed = anyOf(Object.keys(WAYS));
    if (what === undefined) {
      // The environment is looked for later, so the one argument that is given may be either.
      const [name, way] = Object.hasOwn(WAYS, environment ?? "")
        ? ["<environment>", environment]
        : [environment ?? "<environment>", "database"];
      throw new UserError(
        `Give an environment and what to rotate there, one of ${allowed}, such as: npm run rotate -- ${name} ${way}`,
      );
    }
    if (more.length > 0 || !Object.hasOwn(WAYS, what)) {
      const given = [what, ...more].join(" ");
      throw new UserError(`What to rotate is "${given}", but must be one of ${allowed}.`);
    }
    return { ...values, environment, what: what as keyof typeof WAYS };
  },
  run: (given, surroundings) => runProcedure("rotate", given, surroundings, WAYS[given.what]),
});
