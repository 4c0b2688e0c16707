import { UserError } from "../../src/user-error";

/** People set these for npm itself, for all projects. */
const NPMS_OWN = ["scope", "yes"];

/**
 * Refuses options that npm kept for itself, because they do not follow two hyphens: of `npm run stop production --dry-run`
 * the command gets the environment only, and would stop it.
 *
 * @param names of all options that the command has
 */
export function refuseKeptByNpm(
  args: readonly string[],
  names: readonly string[],
  env: NodeJS.ProcessEnv,
): void {
  const { npm_lifecycle_event: script } = env;
  const isGiven = (name: string) => args.some((arg) => arg.split("=", 1)[0] === `--${name}`);
  const kept = names
    .filter((name) => env[`npm_config_${name.replaceAll("-", "_")}`] && !NPMS_OWN.includes(name))
    .filter((name) => !isGiven(name))
    .map((name) => `--${name}`);
  if (script === undefined || kept.length === 0) return;
  throw new UserError(
    `npm kept ${kept.join(" and ")} for itself, so nothing was done. Write two hyphens before what is for the command, ` +
      `such as: npm run ${script} -- <environment> ${kept.join(" ")}`,
  );
}
