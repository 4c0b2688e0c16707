import { UserError } from "../../src/user-error";
import { refuseTwoIdentities } from "../system/identity";

/** Would have Terraform work on another state than the environment's, or keep notes of it where nobody looks for them. */
const ELSEWHERE = ["TF_WORKSPACE", "TF_DATA_DIR"];

/** Arguments for all commands of Terraform, or for one that this project runs. */
const ARGUMENTS =
  /^TF_CLI_ARGS(_(apply|destroy|import|init|output|plan|refresh|show|state(_(list|pull|push|rm|show))?|untaint))?$/;

/** They change how Terraform goes about its work, and not what comes of it. */
const HARMLESS = [
  "compact-warnings",
  "concise",
  "input",
  "lock-timeout",
  "lockfile",
  "no-color",
  "parallelism",
  "plugin-dir",
  "upgrade",
];

/** One word of a list of arguments. Terraform takes quotes away as a shell does: a word that has any is refused unread. */
const OPTION = /^--?([a-z-]+)(=.*)?$/;

/**
 * Refuses what a person set for other runs of Terraform, and what would have this one change, destroy or read something
 * else than the environment that was named. Values of variables (`TF_VAR_...`) are the operator's choice.
 *
 * @throws UserError that names the variable
 */
export function refuseDiversions(env: NodeJS.ProcessEnv): void {
  refuseTwoIdentities(env);
  for (const name of ELSEWHERE) {
    if (!env[name]) continue;
    throw new UserError(
      `${name} is "${env[name]}", but each environment of this project has a state and a folder of its own. ` +
        `Nothing was changed. Unset it: unset ${name}`,
    );
  }
  // Offline providers make things up. Where AWS itself is emulated, no real state can take that up.
  if (env.TF_REATTACH_PROVIDERS && !env.AWS_ENDPOINT_URL) {
    throw new UserError(
      "TF_REATTACH_PROVIDERS is set, so Terraform would ask a provider that runs in another process, and not AWS: what it " +
        "says would go into the state. Nothing was changed. Unset it: unset TF_REATTACH_PROVIDERS",
    );
  }
  for (const [name, value = ""] of Object.entries(env)) {
    const other = ARGUMENTS.test(name) && value.split(/\s+/).find((word) => word && !isHarmless(word));
    if (!other) continue;
    throw new UserError(
      `${name} has "${other}", which could have Terraform work on something else than the environment. Nothing was ` +
        `changed. It may have ${HARMLESS.map((option) => `-${option}`).join(", ")}, each as -name or -name=value. ` +
        `Unset it: unset ${name}`,
    );
  }
}

function isHarmless(word: string): boolean {
  const option = OPTION.exec(word)?.[1];
  return option !== undefined && HARMLESS.includes(option);
}
