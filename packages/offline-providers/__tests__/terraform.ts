import { spawn } from "node:child_process";
import { devNull } from "node:os";
import { text } from "node:stream/consumers";

export interface ProcessEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly folder: string;
  /** The whole environment. @default - that of this process */
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a program to its end, whatever that is. */
export async function run(
  program: string,
  args: readonly string[],
  { folder, env = process.env }: RunOptions,
): Promise<ProcessEnd> {
  const child = spawn(program, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, stdout, stderr };
}

/** The real Terraform. */
export const TERRAFORM = process.env.TERRAFORM_BINARY_NAME || "terraform";

/** Keeps out of a run how a person has set up their own Terraform. */
export const IMPERSONAL = { TF_CLI_CONFIG_FILE: devNull, TF_IN_AUTOMATION: "1", TF_INPUT: "0" };

/** Terraform in one folder. A command that fails is an error with what Terraform printed. */
export class Terraform {
  constructor(
    private readonly folder: string,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  /** @returns what the command printed */
  async run(command: string, ...args: readonly string[]): Promise<string> {
    const env = { ...process.env, ...IMPERSONAL, ...this.environment };
    const end = await run(TERRAFORM, [command, "-no-color", ...args], { folder: this.folder, env });
    if (end.code !== 0) throw new Error(unfolded(end.stderr || end.stdout));
    return end.stdout;
  }
}

/** Terraform wraps its messages in lines with a frame. */
function unfolded(message: string): string {
  return message.replace(/\n[│╷╵]?\s*/g, " ");
}
