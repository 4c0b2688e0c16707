import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import { checkAssignments, findEnvironment, stackName } from "../../../src/environments";
import {
  readStateSettings,
  requireStateSettings,
  type StateSettings,
} from "../../../src/state/state-settings";
import { UserError } from "../../../src/user-error";
import type { Lockable } from "../../procedures/installation";
import type { Surroundings } from "../../terminal/command";
import { cdktf, showingQuestions } from "../../terraform/cdktf";
import { refuseCdktfOptions } from "../../terraform/cdktf-options";
import { declaredVariables } from "../../terraform/declared-variables";
import { refuseDiversions } from "../../terraform/diversions";
import type { Leftovers } from "../../terraform/interrupted/leftovers";
import { readProjectConfig } from "../../terraform/project-config";
import { stackFolder } from "../../terraform/stack-folder";
import { cloudMoveAdvice, stateAdvice } from "../../terraform/state/advice";
import { BINARY_VARIABLE, findTerraform } from "../../terraform/terraform-binary";
import { TerraformError } from "../../terraform/terraform-diagnostics";
import { deployApproved } from "./approval";
import type { DeployArguments } from "./arguments";
import { prepareDestroy } from "./destroy";
import { checkFirst } from "./first-check";
import { whileHeld } from "./held";
import { InterruptedDeployment } from "./interrupted";
import { valuesOfShell } from "./shell-values";
import { hasStudio, studioAdvice } from "./studio";

/**
 * Runs a command of cdktf on the stack of one environment, in the terminal of whoever called it.
 *
 * @returns the exit code of cdktf; 1 where nobody approved the plan
 */
export async function runCdktf(given: DeployArguments, { project, env }: Surroundings): Promise<number> {
  const { verb, approves } = given;
  const environment = findEnvironment(path.join(project, "environments"), given.environment);
  const declared = declaredVariables();
  checkAssignments(environment, declared);
  const settings = readStateSettings(readProjectConfig(project).context?.state, env);
  requireStateSettings(settings);
  refuseDiversions(env);
  refuseCdktfOptions(env);
  const { program } = await findTerraform(env);
  if (verb === "deploy" && !approves && !process.stdin.isTTY) {
    throw new UserError(
      "There is no terminal to ask for an approval of the plan. Nothing was changed. npm run diff shows the plan, and " +
        "--auto-approve deploys it without asking.",
    );
  }

  // Terraform Cloud, where the plan is made, has variables of its own.
  const ofShell = settings.kind === "cloud" ? undefined : valuesOfShell(environment, declared, env);
  if (ofShell) console.error(`${ofShell}\n`);

  // A pipeline has nobody who could answer, and runs npm run check by itself.
  if (verb === "deploy" && !given.skipsCheck && process.stdin.isTTY) {
    await checkFirst(project, environment.name, env, approves);
  }

  const stack = stackName(environment.name);
  const use = {
    command: `npm run ${verb} -- ${environment.name}`,
    project,
    folder: stackFolder(stack),
  };
  const moved = cloudMoveAdvice(settings, use);
  if (moved) throw new UserError(moved);
  const saysStudio = verb === "destroy" && (await hasStudio(project, environment.name));
  if (saysStudio) console.error(`${studioAdvice(environment.name)}\n`);

  const folder = path.join(project, use.folder);
  const interrupted = new InterruptedDeployment({
    folder,
    shownFolder: use.folder,
    variables: given.variables,
  });
  const repair = async (find: () => Promise<Leftovers | undefined>) => {
    const leftovers = verb === "deploy" ? await find() : undefined;
    if (leftovers) await interrupted.repair(leftovers, approves);
    return leftovers !== undefined;
  };
  // A mistake in the file of another environment stops nothing here.
  const only = showingQuestions({
    ...env,
    OPENEMR_ENVIRONMENT: environment.name,
    [BINARY_VARIABLE]: program,
  });
  const further: string[] = [];
  let isFresh = false;
  const run = () => {
    // The stack that lies there after the run was written by it, or a moment before.
    const keeps = given.skipsSynthesis || isFresh;
    if (!keeps) rmSync(path.join(project, use.folder, "cdk.tf.json"), { force: true });
    const fresh = isFresh && !given.skipsSynthesis ? ["--skip-synth"] : [];
    isFresh = false;
    const options = [...given.options, ...fresh, ...further, ...providerLock(settings, given)];
    const start = (more: readonly string[] = []) => cdktf([verb, stack, ...options, ...more], project, only);
    const { outputsFile } = given;
    const writes = verb === "deploy" && (!approves || outputsFile !== undefined);
    return writes ? deployApproved({ project, stack, outputsFile }, start) : start();
  };
  const change = async (held: NodeJS.ProcessEnv, installation?: Lockable) => {
    // A plan of an earlier run's remains would replace what is of value.
    await repair(() => interrupted.before());
    const surroundings = { project, env: held };
    const props = { environment: environment.name, installation, folder, given, surroundings };
    try {
      if (verb === "destroy") further.push(...(await prepareDestroy(props)));
    } catch (error) {
      if (!(error instanceof TerraformError)) throw error;
      console.error(`${error.message}\nNothing was destroyed.`);
      return { code: 1, stopped: false };
    }
    const end = await run();
    const goesOn = end.code !== 0 && !end.stopped && (await repair(() => interrupted.all()));
    return goesOn ? run() : end;
  };
  const prepare = async () => {
    // The state is read in the folder of the stack, which a fresh copy of the project does not have yet.
    const isSynthesized = given.skipsSynthesis || existsSync(path.join(folder, "cdk.tf.json"));
    const synthesis = isSynthesized ? undefined : await cdktf(["synth"], project, only);
    if (synthesis && synthesis.code !== 0) return synthesis;
    if (synthesis) isFresh = true;
    const isRemote = settings.kind === "cloud";
    return whileHeld({ project, env, environment: environment.name, folder, verb, isRemote }, change);
  };
  const { code, stopped } = await (verb === "diff" ? run() : prepare());
  if (code !== 0 && !stopped) {
    const advice = await stateAdvice(use, env);
    if (advice) console.error(`\n${advice}`);
    else if (verb === "destroy" && !saysStudio) console.error(`\n${studioAdvice(environment.name)}`);
  }
  return code;
}

/**
 * cdktf asks the registry for the checksums of the Linux provider on each run. Only runs inside Terraform
 * Cloud need them; elsewhere the call costs time, and fails behind a mirror of providers.
 */
function providerLock({ kind }: StateSettings, { skipsProviderLock }: DeployArguments): string[] {
  return kind === "cloud" || skipsProviderLock ? [] : ["--skip-provider-lock"];
}
