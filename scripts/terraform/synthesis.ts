import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { stackName } from "../../src/environments";
import { UserError } from "../../src/user-error";
import { runProcess } from "../system/run-process";
import { appArguments, readProjectConfig } from "./project-config";

/**
 * Synthesizes one environment into a folder, as `cdktf synth` does, but without the 3 s that its command line takes.
 *
 * @returns the folder of the stack
 */
export async function synthesize(project: string, output: string, environment: string): Promise<string> {
  mkdirSync(output, { recursive: true });
  const config = readProjectConfig(project);
  const { code, stdout, stderr } = await runProcess(process.execPath, appArguments(config), {
    cwd: project,
    env: {
      ...process.env,
      // cdktf would write HCL, or go on where the app found an error.
      SYNTH_HCL_OUTPUT: undefined,
      CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS: undefined,
      OPENEMR_ENVIRONMENT: environment,
      CDKTF_OUTDIR: output,
      // As cdktf hands the context of cdktf.json to the app.
      CDKTF_CONTEXT_JSON: JSON.stringify(config.context ?? {}),
    },
  });
  if (code !== 0) {
    throw new UserError((stderr || stdout).trim() || `Synthesis ended with code ${code} and gave no reason.`);
  }
  const stack = stackName(environment);
  const folder = path.join(output, "stacks", stack);
  if (!existsSync(path.join(folder, "cdk.tf.json"))) {
    throw new UserError(`Synthesis made no stack "${stack}". Does main.ts make one for each environment?`);
  }
  return folder;
}
