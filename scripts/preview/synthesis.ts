import { existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { stackName } from "../../src/environments";
import { runProcess } from "../lib/run-process";
import { UserError } from "../lib/user-error";

/**
 * Synthesizes one environment into a folder, as `cdktf synth` does, but without the 3 s that its command line takes.
 *
 * @returns the folder of the stack
 */
export async function synthesize(project: string, output: string, environment: string): Promise<string> {
  mkdirSync(output, { recursive: true });
  const { code, stdout, stderr } = await runProcess(
    process.execPath,
    ["--import", require.resolve("tsx"), path.join(project, "main.ts")],
    {
      cwd: project,
      env: {
        ...process.env,
        OPENEMR_ENVIRONMENT: environment,
        CDKTF_OUTDIR: output,
        CDKTF_CONTEXT_JSON: JSON.stringify(readContext(project)),
      },
    },
  );
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

/** cdktf hands the context of cdktf.json to the app in an environment variable; so does this. */
function readContext(project: string): unknown {
  const file = path.join(project, "cdktf.json");
  try {
    return JSON.parse(readFileSync(file, "utf8")).context ?? {};
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${(error as Error).message}. It must be a JSON object.`);
  }
}
