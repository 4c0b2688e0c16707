import { UserError } from "../../../src/user-error";
import { runProcess } from "../../system/run-process";

/** The parts of AWS's answer that were asked for. */
export type Answer = Readonly<Record<string, unknown>>;

/** Asks AWS something by its command line. */
export interface Aws {
  /** @throws a UserError with what AWS says where it refuses */
  ask(service: string, command: string, ...args: readonly string[]): Promise<Answer>;
}

/** The AWS CLI of this machine. */
export class AwsCli implements Aws {
  constructor(private readonly region?: string) {}

  async ask(service: string, command: string, ...args: readonly string[]): Promise<Answer> {
    const region = this.region ? ["--region", this.region] : [];
    const asked = [service, command, ...args, ...region, "--output", "json"];
    const { code, stdout, stderr } = await runProcess("aws", asked, {
      env: { ...process.env, AWS_PAGER: "" },
    }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
      throw new UserError(
        'The AWS CLI is needed, but no "aws" is on the PATH. Install it: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html',
      );
    });
    if (code !== 0) throw new UserError(`aws ${service} ${command}: ${stderr.trim()}`);
    return stdout.trim() ? (JSON.parse(stdout) as Answer) : {};
  }
}
