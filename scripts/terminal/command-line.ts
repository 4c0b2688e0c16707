import { type ParseArgsConfig, parseArgs } from "node:util";
import { UserError } from "../../src/user-error";

/**
 * Reads options and positionals as Node.js' `parseArgs` does.
 *
 * @param usage says what is allowed, after the message that names what was given
 * @throws UserError for an option that is not known, or has a value too many or too few
 */
export function parseCommandLine<const Config extends Omit<ParseArgsConfig, "args">>(
  args: readonly string[],
  usage: string,
  config: Config,
) {
  try {
    return parseArgs({ ...config, args: [...args] });
  } catch (error) {
    throw new UserError(`${(error as Error).message}\n\n${usage}`);
  }
}
