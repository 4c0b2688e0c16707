import { mkdirSync, statSync } from "node:fs";
import path from "node:path";

/**
 * Makes a folder and those that it is in. Node's own way, `recursive`, never ends below a folder that says of a new one
 * that it cannot be found, as /proc does.
 */
export function makeFolder(folder: string): void {
  const isThere = () => statSync(folder, { throwIfNoEntry: false })?.isDirectory();
  if (isThere()) return;
  makeFolder(path.dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another command may have made it meanwhile.
    if (!isThere()) throw error;
  }
}
