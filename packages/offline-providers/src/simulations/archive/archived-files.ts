import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { SimulatedError } from "../../simulation";

/** A file in an archive. */
export interface ArchivedFile {
  /** With slashes, whatever the system. */
  readonly name: string;
  readonly content: Uint8Array;
}

/**
 * Reads all files of a folder, in a fixed order.
 *
 * @param excludes files, folders or patterns with `*`, `**` and `?`, relative to the folder
 */
export function filesBelow(folder: string, excludes: readonly string[]): ArchivedFile[] {
  if (!existsSync(folder)) {
    throw new SimulatedError(`Archive creation error: could not archive missing directory: ${folder}`);
  }
  const patterns = excludes.map(patternOf);
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => !patterns.some((pattern) => pattern.test(file)))
    .filter((file) => statSync(join(folder, file)).isFile())
    .sort()
    .map((name) => ({ name, content: readFileSync(join(folder, name)) }));
}

/** A folder that is excluded takes along all that is in it. */
function patternOf(exclude: string): RegExp {
  const source = exclude.replace(/[.+^${}()|[\]\\]/g, "\\$&").replace(/\*\*\/|\*\*|\*|\?/g, (wildcard) => {
    if (wildcard === "**/") return "(.*/)?";
    if (wildcard === "**") return ".*";
    return wildcard === "*" ? "[^/]*" : "[^/]";
  });
  return new RegExp(`^${source}(/.*)?$`);
}
