import { execFileSync, spawnSync } from "node:child_process";
import path from "node:path";

/** The version of the AWS CLI, e.g. `1.29.4`. */
export function awsCliVersion(): string {
  const { stdout, stderr } = spawnSync("aws", ["--version"], { encoding: "utf8" });
  return /aws-cli\/([\d.]+)/.exec(stdout + stderr)![1]!;
}

/** Runs commands of the AWS CLI, each given by its arguments. @returns all that each said */
export function askAwsCli(
  commands: readonly (readonly string[])[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): string[] {
  // Version 2 brings a Python of its own, in which nothing can be run.
  if (spawnSync("python3", ["-c", "import awscli"], options).status === 0) {
    const input = JSON.stringify(commands);
    const script = path.join(__dirname, "aws-cli.py");
    return JSON.parse(execFileSync("python3", [script], { ...options, input, encoding: "utf8" }));
  }
  return commands.map((command) => {
    const { stdout, stderr } = spawnSync("aws", command, { ...options, encoding: "utf8" });
    return stdout + stderr;
  });
}
