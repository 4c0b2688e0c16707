import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { zipSync } from "fflate";

/** Zip keeps the clock of a wall, without a zone: fflate reads it of the machine's own. */
const DATE = new Date(1980, 0, 1);
const UNIX = 3;
/** A regular file that everybody may read, as the Lambda runtime must. */
const MODE = (0o100644 << 16) >>> 0;

/**
 * Zips one file, without compression: what compresses gives other bytes on another processor or version of
 * Node.js, and each of them would be a new version of a function.
 *
 * @returns the digest that AWS Lambda knows the archive by
 */
export function zipFile(source: string, archive: string): string {
  const entry = [readFileSync(source), { level: 0, mtime: DATE, os: UNIX, attrs: MODE }] as const;
  const content = zipSync({ [basename(source)]: [...entry] });
  mkdirSync(dirname(archive), { recursive: true });
  writeFileSync(archive, content);
  return createHash("sha256").update(content).digest("base64");
}
