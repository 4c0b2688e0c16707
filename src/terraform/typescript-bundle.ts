import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type BuildOptions, buildSync } from "esbuild";

/** The newest Node.js that both provider 5.100.0 and 6.25.0 accept. */
export const NODE_MAJOR = 22;

/**
 * Bundles a TypeScript file, with all that it imports, into one minified CommonJS file for AWS Lambda: the same
 * bytes wherever the project lies. The AWS SDK is left out, since the runtime brings it along.
 *
 * A file `bundle.json` beside the entry may name modules that take the place of others: esbuild's `alias`, with
 * paths from the entry's folder.
 */
export function bundleTypeScript(entry: string, outfile: string): void {
  const directory = dirname(entry);
  buildSync({
    entryPoints: [basename(entry)],
    absWorkingDir: directory,
    outfile,
    bundle: true,
    minify: true,
    platform: "node",
    target: `node${NODE_MAJOR}`,
    format: "cjs",
    external: ["@aws-sdk/*", "@smithy/*"],
    logLevel: "silent",
    ...optionsIn(join(directory, "bundle.json")),
  });
}

function optionsIn(file: string): Pick<BuildOptions, "alias"> {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
}
