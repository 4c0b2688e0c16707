import { UserError } from "../../src/user-error";

/** They change how cdktf goes about its work, and not what comes of it. */
const HARMLESS = [
  "CDKTF_DISABLE_PLUGIN_CACHE_ENV",
  "CDKTF_HOME",
  "CDKTF_LOG_FILE_DIRECTORY",
  "CDKTF_LOG_LEVEL",
  "CDKTF_NO_COLOR",
  "CDKTF_PARALLELISM",
  "CDKTF_TERRAFORM_PARALLELISM",
];

/**
 * Refuses options that cdktf would take from the environment, as it does with each `CDKTF_...`: CDKTF_AUTO_APPROVE deploys
 * without a question, CDKTF_VAR changes a value, CDKTF_APP and CDKTF_OUTPUT take another project. Seen with cdktf-cli 0.21.0.
 *
 * @throws UserError that names the variable
 */
export function refuseCdktfOptions(env: NodeJS.ProcessEnv): void {
  const name = Object.keys(env).find(
    (each) => each.startsWith("CDKTF_") && env[each] && !HARMLESS.includes(each),
  );
  if (!name) return;
  throw new UserError(
    `${name} is ${JSON.stringify(env[name])}, which cdktf would take for an option that nobody gave here. Nothing was ` +
      `changed. Give options on the command line, and unset it: unset ${name}`,
  );
}
