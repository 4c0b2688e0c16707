import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { App } from "cdktf";
import { type BuildOptions, buildSync, version } from "esbuild";
import { cachedBundle } from "./bundle-cache";

/** The newest Node.js that both provider 5.100.0 and 6.25.0 accept. */
export const NODE_MAJOR = 22;

const OPTIONS = {
  bundle: true,
  minify: true,
  platform: "node",
  target: `node${NODE_MAJOR}`,
  format: "cjs",
  external: ["@aws-sdk/*", "@smithy/*"],
  logLevel: "silent",
} as const satisfies BuildOptions;

/**
 * Bundles a TypeScript file, with all that it imports, into one minified CommonJS file for AWS Lambda: the same
 * bytes wherever the project lies. The AWS SDK is left out, since the runtime brings it along.
 *
 * A file `bundle.json` beside the entry may name modules that take the place of others: esbuild's `alias`, with
 * paths from the entry's folder.
 */
export function bundleTypeScript(entry: string, outfile: string): void {
  const directory = dirname(entry);
  const options = { ...OPTIONS, ...optionsIn(join(directory, "bundle.json")) };
  const code = cachedBundle(entry, [version, options], () => {
    const place = { entryPoints: [basename(entry)], absWorkingDir: directory };
    const { outputFiles, metafile } = buildSync({ ...options, ...place, write: false, metafile: true });
    const inputs = Object.keys(metafile.inputs).map((input) => resolve(directory, input));
    return { code: outputFiles[0]!.text, inputs };
  });
  mkdirSync(dirname(outfile), { recursive: true });
  writeFileSync(outfile, code);
}

/** By app, the bundles by their entries. */
const bundles = new WeakMap<App, Map<string, string>>();

/**
 * Bundles a file into the app's output, once for all of its stacks.
 *
 * @returns path of the bundle, named after the entry's folder
 */
export function bundleOnce(app: App, entry: string): string {
  const made = bundles.get(app) ?? new Map<string, string>();
  bundles.set(app, made);
  const outfile = resolve(app.outdir, "bundles", basename(dirname(entry)), "index.js");
  if (made.has(entry)) return outfile;
  const other = [...made].find(([, file]) => file === outfile)?.[0];
  if (other) throw new Error(`Two functions would be bundled to ${outfile}: ${other} and ${entry}.`);
  bundleTypeScript(entry, outfile);
  made.set(entry, outfile);
  return outfile;
}

function optionsIn(file: string): Pick<BuildOptions, "alias"> {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
}
