/*
 * Loads cdktf and its bindings without what a synthesis does not need of it, which is a sixth of its time. To be
 * imported before them.
 */
import { readFileSync } from "node:fs";

type Load = (module: NodeJS.Module & { _compile(code: string, file: string): void }, file: string) => void;

/** CommonJS. tsx would look into every module for the syntax of ES modules: 15 MB of bindings. */
const PACKAGES = /[\\/]node_modules[\\/](?:@cdktf[\\/][\w-]+|cdktf|constructs)[\\/](?!node_modules[\\/])/;

/** Zips assets for cdktf, and only in a process of its own: in this one it stays empty. */
const ARCHIVER = /[\\/]cdktf[\\/]node_modules[\\/]archiver[\\/]index\.js$/;

const loaders = require.extensions as Record<string, Load>;
const load = loaders[".js"]!;
loaders[".js"] = (module, file) => {
  if (ARCHIVER.test(file)) return;
  if (PACKAGES.test(file)) module._compile(readFileSync(file, "utf8"), file);
  else load(module, file);
};
