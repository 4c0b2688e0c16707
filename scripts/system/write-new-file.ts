import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { explainingWriteErrors } from "./write-errors";

/** Writes a file that is not there yet. On a full disk nothing is left of it: half of it would be taken for the whole. */
export function writeNewFile(file: string, text: string): void {
  explainingWriteErrors(path.dirname(file), () => {
    try {
      writeFileSync(file, text, { flag: "wx" });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") rmSync(file, { force: true });
      throw error;
    }
  });
}
