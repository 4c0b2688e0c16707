import path from "node:path";
import { UserError } from "../../src/user-error";

/** A file or a folder is somebody else's, or on a disk that nobody can write. */
const NOT_WRITABLE = ["EACCES", "EPERM", "EROFS"];

/**
 * Runs a command to its end and sets the exit code. A {@link UserError} is printed as it is, and so is a file that this
 * user cannot write; anything else is a defect of this project and keeps its stack trace.
 */
export async function runCommand(command: (args: string[]) => Promise<void>): Promise<void> {
  // The version of AWS's SDK is pinned; what later ones need helps nobody here.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  try {
    await command(process.argv.slice(2));
  } catch (error) {
    process.exitCode = 1;
    console.error(error instanceof UserError ? error.message : (notWritable(error as Error) ?? error));
  }
}

function notWritable({ code, message, path: file }: NodeJS.ErrnoException): string | undefined {
  const isOfProject = file !== undefined && !path.relative(process.cwd(), file).startsWith("..");
  if (!isOfProject || !NOT_WRITABLE.includes(code ?? "")) return undefined;
  return (
    `${message}. The project's folder must be one that you can read and write. Where root or another user has written ` +
    'into it, it is yours again after: sudo chown -R "$USER" .'
  );
}
