import { readFileSync } from "node:fs";
import path from "node:path";
import { checkAssignments, findEnvironment, stackName } from "../../../src/environments";
import {
  readStateSettings,
  requireStateSettings,
  type StateSettings,
} from "../../../src/state/state-settings";
import { assignmentsIn } from "../../../src/terraform/tfvars";
import { UserError } from "../../../src/user-error";
import type { Surroundings } from "../../terminal/command";
import { cdktf } from "../../terraform/cdktf";
import { declaredVariables } from "../../terraform/declared-variables";
import { movedStateAdvice } from "../../terraform/moved-state";
import { readProjectConfig } from "../../terraform/project-config";
import { stackFolder } from "../../terraform/stack-folder";
import { findTerraform } from "../../terraform/terraform-binary";
import type { DeployArguments } from "./arguments";
import { StateDiagnosis } from "./state-diagnosis";

/**
 * Runs a command of cdktf on the stack of one environment, in the terminal of whoever called it.
 *
 * @returns the exit code of cdktf
 */
export async function runCdktf(given: DeployArguments, { project, env }: Surroundings): Promise<number> {
  const { verb } = given;
  const environment = findEnvironment(path.join(project, "environments"), given.environment);
  checkAssignments(environment, declaredVariables());
  const settings = readStateSettings(readProjectConfig(project).context?.state, env);
  requireStateSettings(settings);
  await findTerraform(env);

  const stack = stackName(environment.name);
  const repeat = `npm run ${verb} -- ${environment.name}`;
  const use = { command: repeat, folder: stackFolder(stack) };
  const moved = movedStateAdvice(project, environment.name, settings, use);
  if (moved) throw new UserError(moved);
  // A mistake in the file of another environment stops nothing here.
  const only = { ...env, OPENEMR_ENVIRONMENT: environment.name };
  const diagnosis = new StateDiagnosis(project, environment.name, settings, env);
  if (!given.skipsSynthesis) diagnosis.forgetEarlierSynthesis();
  const ofStudio = verb === "destroy" && studioAdvice(environment.name);
  const isMentioned = assignmentsIn(readFileSync(environment.file, "utf8")).some(
    ({ name }) => name === "create_serverless_analytics_environment",
  );
  if (ofStudio && isMentioned) console.error(`${ofStudio}\n`);
  const { code, stopped } = await cdktf(
    [verb, stack, ...given.options, ...providerLock(settings, given)],
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

/**
 * cdktf asks the registry for the checksums of the Linux provider on each run. Only runs inside Terraform
 * Cloud need them; elsewhere the call costs time, and fails behind a mirror of providers.
 */
function providerLock({ kind }: StateSettings, { skipsProviderLock }: DeployArguments): string[] {
  return kind === "cloud" || skipsProviderLock ? [] : ["--skip-provider-lock"];
}
