import { zipSync } from "fflate";
import type { ArchivedFile } from "./archived-files";

/** The date of every file, as in archives of the real provider: the same files make the same archive at any time. */
const DATE = new Date(2049, 0, 1);
const UNIX = 3;
const REGULAR_FILE = 0o100000;

/**
 * Makes a zip file. Nothing is compressed: what compresses gives other bytes on another processor or version of
 * Node.js.
 */
export function zip(files: readonly ArchivedFile[], mode: number): Uint8Array {
  const attrs = ((REGULAR_FILE | mode) << 16) >>> 0;
  const entries = files.map(({ name, content }) => [name, [content, { attrs, os: UNIX }]] as const);
  return zipSync(Object.fromEntries(entries) as Parameters<typeof zipSync>[0], { level: 0, mtime: DATE });
}
