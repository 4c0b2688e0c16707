import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { explainingWriteErrors } from "../../system/write-errors";

const FILES = { review: "review.txt", text: "plan.txt", json: "plan.json" };

const WAY_OUT = "name another with --out <folder>";

export type Results = Readonly<Record<keyof typeof FILES, string>>;

/** The folder that a preview leaves its results in. */
export class ResultFolder {
  /** Makes the folder, and removes an earlier run's results: they would be taken for this one's if it failed. */
  constructor(readonly folder: string) {
    const prepare = () => {
      mkdirSync(folder, { recursive: true });
      for (const file of Object.values(FILES)) rmSync(path.join(folder, file), { force: true });
    };
    explainingWriteErrors(folder, prepare, WAY_OUT);
  }

  write(results: Results): void {
    const write = () => {
      for (const result of ["review", "text", "json"] as const) {
        writeFileSync(path.join(this.folder, FILES[result]), results[result]);
      }
    };
    explainingWriteErrors(this.folder, write, WAY_OUT);
  }

  /** Where a result is, for a person who is in a folder. */
  path(result: keyof Results, from: string): string {
    const relative = path.relative(from, this.folder);
    return path.join(relative.startsWith("..") ? this.folder : relative, FILES[result]);
  }
}
