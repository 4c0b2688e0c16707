import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../lib/user-error";

const FILES = { review: "review.txt", text: "plan.txt", json: "plan.json" };

export type Results = Readonly<Record<keyof typeof FILES, string>>;

/** The folder that a preview leaves its results in. */
export class ResultFolder {
  /** Makes the folder, and removes an earlier run's results: they would be taken for this one's if it failed. */
  constructor(readonly folder: string) {
    writing(folder, () => {
      mkdirSync(folder, { recursive: true });
      for (const file of Object.values(FILES)) rmSync(path.join(folder, file), { force: true });
    });
  }

  write(results: Results): void {
    writing(this.folder, () => {
      for (const result of ["review", "text", "json"] as const) {
        writeFileSync(path.join(this.folder, FILES[result]), results[result]);
      }
    });
  }

  /** Where a result is, for a person who is in a folder. */
  path(result: keyof Results, from: string): string {
    const relative = path.relative(from, this.folder);
    return path.join(relative.startsWith("..") ? this.folder : relative, FILES[result]);
  }
}

/** Where the file system refuses to write, says so without a stack trace. */
export function writing<T>(folder: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!code) throw error;
    throw new UserError(
      `The results go to ${folder}, which must be a folder that you can write to, but: ${message}. ` +
        "Make it one, or name another with --out <folder>.",
    );
  }
}
