import { readFileSync } from "node:fs";
import path from "node:path";
import { checkAssignments, findEnvironment, stackName } from "../../../src/environments";
import {
  readStateSettings,
  requireStateSettings,
  type StateSettings,
} from "../../../src/state/state-settings";
import { assignmentsIn } from "../../../src/terraform/tfvars";
import { anyOf, UserError } from "../../../src/user-error";
import { cdktf } from "../../terraform/cdktf";
import { declaredVariables } from "../../terraform/declared-variables";
import { movedStateAdvice } from "../../terraform/moved-state";
import { readProjectConfig } from "../../terraform/project-config";
import { stackFolder } from "../../terraform/stack-folder";
import { findTerraform } from "../../terraform/terraform-binary";
import { StateDiagnosis } from "./state-diagnosis";

const COMMANDS = ["deploy", "diff", "destroy"];

/**
 * Runs a command of cdktf on the stack of one environment, in the terminal of whoever called it.
 *
 * @returns the exit code of cdktf
 */
export async function runCdktf(
  command: string | undefined,
  [environmentName, ...args]: readonly string[],
  project: string,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  if (!command || !COMMANDS.includes(command)) {
    throw new UserError(`The command is ${JSON.stringify(command ?? "")}, but must be ${anyOf(COMMANDS)}.`);
  }
  if (environmentName === "--help" || environmentName === "-h") {
    console.log(usage(command));
    return 0;
  }
  if (environmentName?.startsWith("-")) {
    throw new UserError(`The environment comes first, before ${environmentName}.\n${usage(command)}`);
  }
  const environment = findEnvironment(path.join(project, "environments"), environmentName);
  checkAssignments(environment, declaredVariables());
  const settings = readStateSettings(readProjectConfig(project).context?.state, env);
  requireStateSettings(settings);
  await findTerraform(env);

  const stack = stackName(environment.name);
  const repeat = `npm run ${command} -- ${environment.name}`;
  const use = { command: repeat, folder: stackFolder(stack) };
  const moved = movedStateAdvice(project, environment.name, settings, use);
  if (moved) throw new UserError(moved);
  // A mistake in the file of another environment stops nothing here.
  const only = { ...env, OPENEMR_ENVIRONMENT: environment.name };
  const diagnosis = new StateDiagnosis(project, environment.name, settings, env);
  if (!has(args, "skip-synth")) diagnosis.forgetEarlierSynthesis();
  const ofStudio = command === "destroy" && studioAdvice(environment.name);
  const isMentioned = assignmentsIn(readFileSync(environment.file, "utf8")).some(
    ({ name }) => name === "create_serverless_analytics_environment",
  );
  if (ofStudio && isMentioned) console.error(`${ofStudio}\n`);
  const { code, stopped } = await cdktf(
    [command, stack, ...args, ...providerLock(settings, args)],
    project,
    only,
  );
  if (code !== 0 && !stopped) {
    const advice = await diagnosis.advice(repeat);
    if (advice) console.error(`\n${advice}`);
    else if (ofStudio && !isMentioned) console.error(`\n${ofStudio}`);
  }
  return code;
}

/** SageMaker deletes not all that it makes for a domain, and Terraform knows nothing of it. */
function studioAdvice(environment: string): string {
  return (
    "Where the analytics environment ever was on, SageMaker leaves two security groups in the VPC, at which a destroy " +
    "stops. Turn the environment off by a deploy before, then delete the groups: npm run clear-studio -- " +
    `${environment}. After a destroy that stopped: npm run clear-studio -- --vpc <the VPC that Terraform names>`
  );
}

function usage(command: string): string {
  return (
    `Usage: npm run ${command} -- <environment> [arguments of "cdktf ${command}"]\n` +
    `  e.g. npm run ${command} -- production --var waf_count_only=true`
  );
}

/**
 * cdktf asks the registry for the checksums of the Linux provider on each run. Only runs inside Terraform
 * Cloud need them; elsewhere the call costs time, and fails behind a mirror of providers.
 */
function providerLock({ kind }: StateSettings, args: readonly string[]): string[] {
  return kind === "cloud" || has(args, "skip-provider-lock") ? [] : ["--skip-provider-lock"];
}

/** Whether an option of cdktf is among the arguments, in either of its spellings. */
function has(args: readonly string[], option: string): boolean {
  const camelCase = option.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  return args.some((arg) => arg.startsWith(`--${option}`) || arg.startsWith(`--${camelCase}`));
}
