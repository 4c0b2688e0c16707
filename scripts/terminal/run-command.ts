import { UserError } from "../../src/user-error";

/**
 * Runs a command to its end and sets the exit code. A {@link UserError} is printed as it is; anything else is
 * a defect of this project and keeps its stack trace.
 */
export async function runCommand(command: (args: string[]) => Promise<void>): Promise<void> {
  // The version of AWS's SDK is pinned; what later ones need helps nobody here.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  try {
    await command(process.argv.slice(2));
  } catch (error) {
    process.exitCode = 1;
    console.error(error instanceof UserError ? error.message : error);
  }
}
