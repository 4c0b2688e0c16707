/*
 * Makes a synthesis cheap. `cdktf.json` has Node.js load this file before main.ts, which works without it as well, with
 * the same outcome in nearly three times the time. Each part names the share of the processor time of one environment
 * that it saves, on Node.js 20; `npm run bench` compares the whole with an app of one bucket. CDKTF_LOG_LEVEL=debug
 * leaves stack traces as they are, for whoever looks for the line of an error. `cdktf.json` loads tsx/cjs before this
 * file, and not tsx, which starts a thread for ES modules as well, of which a synthesis has none: 15 %. It halves V8's
 * space for new objects, 40 of the 150 MB of one environment: what a synthesis makes, it keeps.
 */
const { readFileSync } = require("node:fs");
const { setFlagsFromString } = require("node:v8");

// 15 %, and with ten environments still some. V8 compiles a function anew, and better, once it has run 67,584 bytes of
// its code. Nearly all of a synthesis is over before that pays.
setFlagsFromString("--interrupt-budget=1000000");

if (process.env.CDKTF_LOG_LEVEL !== "debug") {
  // 7 %. tsx has Node.js read the source maps of every module; those of the generated bindings are megabytes.
  process.setSourceMapsEnabled(false);

  require("./no-stack-traces.cjs");
}

/** CommonJS. tsx would look into every module for the syntax of ES modules: 15 MB of bindings. */
const PACKAGES = /[\\/]node_modules[\\/](?:@cdktf[\\/][\w-]+|cdktf|constructs)[\\/](?!node_modules[\\/])/;

/** Zips assets for cdktf, and only in a process of its own: in this one it stays empty. */
const ARCHIVER = /[\\/]cdktf[\\/]node_modules[\\/]archiver[\\/]index\.js$/;

/** The source map that ends a file: two thirds of the bindings' 17 MB, which Node.js would decode and look through. */
const SOURCE_MAP = "\n//# sourceMappingURL=";

/** The text of a file, without its source map. */
function codeOf(file) {
  const content = readFileSync(file);
  const end = content.lastIndexOf(SOURCE_MAP);
  return content.toString("utf8", 0, end < 0 ? content.length : end);
}

// 12 %. Loads cdktf and its bindings without the work and the modules that a synthesis does not need.
const load = require.extensions[".js"];
require.extensions[".js"] = (module, file) => {
  if (ARCHIVER.test(file)) return;
  if (PACKAGES.test(file)) module._compile(codeOf(file), file);
  else load(module, file);
};
