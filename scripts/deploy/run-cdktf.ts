import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { constants } from "node:os";
import path from "node:path";
import { App, TerraformStack } from "cdktf";
import { checkAssignments, findEnvironment, stackName } from "../../src/environments";
import { readStateSettings, requireStateSettings, type StateSettings } from "../../src/state/state-settings";
import { declareVariables } from "../../src/variables";
import { findTerraform } from "../lib/terraform-binary";
import { anyOf, UserError } from "../lib/user-error";
import { diagnoseState } from "./diagnose-state";

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
  const { context } = JSON.parse(readFileSync(path.join(project, "cdktf.json"), "utf8"));
  const settings = readStateSettings(context?.state, env);
  requireStateSettings(settings);
  await findTerraform(env);

  const stack = stackName(environment.name);
  // A mistake in the file of another environment stops nothing here.
  const only = { ...env, OPENEMR_ENVIRONMENT: environment.name };
  const code = await run([command, stack, ...args, ...providerLock(settings, args)], project, only);
  const advice = code === 0 ? undefined : await diagnoseState(project, stack, `npm run ${command}`, settings);
  if (advice) console.error(`\n${advice}`);
  return code;
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
  const given = args.some(
    (arg) => arg.startsWith("--skip-provider-lock") || arg.startsWith("--skipProviderLock"),
  );
  return kind === "cloud" || given ? [] : ["--skip-provider-lock"];
}

function declaredVariables(): string[] {
  const stack = new TerraformStack(new App(), "variables");
  return Object.values(declareVariables(stack)).map((variable) => variable.node.id);
}

function run(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<number> {
  const cdktf = require.resolve("cdktf-cli/bundle/bin/cdktf");
  const child = spawn(process.execPath, [cdktf, ...args], {
    cwd,
    // Telemetry and the check for a newer version reach for hosts that a deployment need not reach.
    env: { CHECKPOINT_DISABLE: "1", ...env },
    stdio: "inherit",
  });
  // Ctrl-C reaches cdktf too, which lets Terraform finish what it is at; this process waits for it.
  const ignore = () => {};
  process.on("SIGINT", ignore);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      process.off("SIGINT", ignore);
      resolve(code ?? 128 + constants.signals[signal!]);
    });
  });
}
