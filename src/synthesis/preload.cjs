/*
 * Makes a synthesis cheap. `cdktf.json` has Node.js load this file before main.ts, which works without it as well: 1.8
 * times slower, and with the same outcome. Each part names the share of the processor time of one environment that it
 * saves, on Node.js 20. Together they keep a synthesis below twice the time of an app of one bucket, which
 * `npm run bench` measures. CDKTF_LOG_LEVEL=debug leaves stack traces as they are, for whoever looks for the line of
 * an error.
 */
const { readFileSync } = require("node:fs");

if (process.env.CDKTF_LOG_LEVEL !== "debug") {
  // 7 %. tsx has Node.js read the source maps of every module; those of the generated bindings are megabytes.
  process.setSourceMapsEnabled(false);

  // 12 %. cdktf keeps a stack trace with each of its thousands of tokens, which are no errors.
  const capture = Error.captureStackTrace;
  Error.captureStackTrace = (target, ...below) => {
    if (target instanceof Error) capture(target, ...below);
  };
}

/** CommonJS. tsx would look into every module for the syntax of ES modules: 15 MB of bindings. */
const PACKAGES = /[\\/]node_modules[\\/](?:@cdktf[\\/][\w-]+|cdktf|constructs)[\\/](?!node_modules[\\/])/;

/** Zips assets for cdktf, and only in a process of its own: in this one it stays empty. */
const ARCHIVER = /[\\/]cdktf[\\/]node_modules[\\/]archiver[\\/]index\.js$/;

// 12 %. Loads cdktf and its bindings without the work and the modules that a synthesis does not need.
const load = require.extensions[".js"];
require.extensions[".js"] = (module, file) => {
  if (ARCHIVER.test(file)) return;
  if (PACKAGES.test(file)) module._compile(readFileSync(file, "utf8"), file);
  else load(module, file);
};
