import { UserError } from "../../src/user-error";
import { explainingAws } from "../aws/aws-error";
import type { Surroundings } from "../terminal/command";
import type { Options } from "../terminal/command-line";
import { confirm } from "../terminal/confirm";
import { stackOutputs } from "../terraform/stack-outputs";
import { carryOut } from "./carry-out";
import { type Installation, type Lockable, reachInstallation } from "./installation";
import { HOLDER_VARIABLE, RunLock } from "./run-lock";
import type { Procedure } from "./step";
import { spanOf } from "./targets";
import { audienceFor, questionOf } from "./terminal-audience";

/** Milliseconds by which this machine's clock may differ from AWS's. */
const CLOCK_LIMIT = 5 * 60_000;

/** Options that every procedure takes. */
export const PROCEDURE_OPTIONS = {
  yes: { type: "boolean", default: false },
  "dry-run": { type: "boolean", default: false },
  json: { type: "boolean", default: false },
} as const satisfies Options;

/** Their lines in the help. */
export const PROCEDURE_OPTIONS_HELP = `  --yes            does not ask
  --dry-run        shows the steps and which are done, and changes nothing
  --json           for programs: one JSON object a line; needs --yes or --dry-run
  --help, -h       shows this text

AWS is its only memory: stopped at any point, it goes on when it is run again, on any machine.`;

export interface ProcedureArguments {
  readonly environment?: string;
  readonly yes: boolean;
  readonly "dry-run": boolean;
  readonly json: boolean;
}

/**
 * Finds the installation, and carries out what is done to it.
 *
 * @param name of the command, which another run is told
 * @param make gets the environment for commands that the procedure starts
 */
export async function runProcedure(
  name: string,
  given: ProcedureArguments,
  surroundings: Surroundings,
  make: (installation: Installation, started: NodeJS.ProcessEnv) => Procedure | Promise<Procedure>,
): Promise<void> {
  const installation = await reachInstallation(await stackOutputs(surroundings.project, given.environment));
  await conduct(name, given, surroundings, installation, (started) => make(installation, started));
}

/**
 * Carries out what is done to an installation, of which there may be little.
 *
 * @param make gets the environment for commands that the procedure starts
 */
export async function conduct(
  name: string,
  given: ProcedureArguments,
  { env }: Surroundings,
  held: Lockable,
  make: (started: NodeJS.ProcessEnv) => Procedure | Promise<Procedure>,
): Promise<void> {
  if (given.json && !given.yes && !given["dry-run"]) {
    throw new UserError("--json is for programs, which answer no question. Add --yes or --dry-run.");
  }
  const lock = new RunLock(held, name, { within: env[HOLDER_VARIABLE] });
  await explainingAws(async () => {
    await carryOut(() => make({ ...env, ...lock.variables }), {
      audience: audienceFor(given.json),
      dryRun: given["dry-run"],
      confirm: (procedure) => {
        refuseWrongClock(held.clients);
        return confirm(questionOf(procedure), given.yes, procedure.answer);
      },
      lock,
    });
  }, 'docs/operations.md, "Permissions of procedures", has the permissions that the command takes.');
}

/**
 * Times of AWS are compared with this machine's: by a clock that stood still while the machine slept, a backup of yesterday
 * is one of a moment ago.
 *
 * @param clients that AWS has answered, so that they know its time
 */
function refuseWrongClock(clients: Lockable["clients"]): void {
  const offsets = Object.values(clients).map(({ config }) => config.systemClockOffset);
  const behind = offsets.find((offset) => Math.abs(offset) > CLOCK_LIMIT);
  if (behind === undefined) return;
  throw new UserError(
    `This machine's clock is ${spanOf(Math.abs(behind))} ${behind > 0 ? "behind" : "ahead of"} AWS's, and a procedure compares times of both. Nothing was changed. ` +
      "Set the clock (Linux: sudo timedatectl set-ntp true; Windows' WSL: sudo hwclock -s; macOS: sudo sntp -sS time.apple.com), and run the command again.",
  );
}
