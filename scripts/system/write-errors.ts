import { UserError } from "../../src/user-error";

/**
 * Writes below a folder. Where the file system refuses, says so without a stack trace.
 *
 * @param wayOut how to name another folder, for the end of the error
 */
export function explainingWriteErrors<T>(folder: string, write: () => T, wayOut = ""): T {
  try {
    return write();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!code) throw error;
    throw new UserError(
      `The results go to ${folder}, which must be a folder that you can write to, but: ${message}. ` +
        `Make it one${wayOut && `, or ${wayOut}`}.`,
    );
  }
}
