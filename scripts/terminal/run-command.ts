import { UserError } from "../../src/user-error";

/**
 * Runs a command to its end and sets the exit code. A {@link UserError} is printed as it is; anything else is
 * a defect of this project and keeps its stack trace.
 */
export async function runCommand(command: (args: string[]) => Promise<void>): Promise<void> {
  try {
    await command(process.argv.slice(2));
  } catch (error) {
    process.exitCode = 1;
    console.error(error instanceof UserError ? error.message : error);
  }
}
