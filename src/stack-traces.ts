/*
 * Makes stack traces cheap in a synthesis, which takes half the time and memory by it. To be imported before any
 * package. CDKTF_LOG_LEVEL=debug leaves everything as it is, for whoever looks for the line of an error.
 */
const debugging = process.env.CDKTF_LOG_LEVEL === "debug";

// tsx has Node.js read the source maps of every module; those of the generated bindings are megabytes.
if (!debugging) process.setSourceMapsEnabled(false);

/** Does the work without the stack trace that cdktf keeps with each of its thousands of tokens. */
export function withoutTokenTraces<T>(work: () => T): T {
  if (debugging) return work();
  const prepare = Error.prepareStackTrace;
  Error.prepareStackTrace = (error, frames) =>
    error instanceof Error ? [error, ...frames].join("\n    at ") : "";
  try {
    return work();
  } finally {
    Error.prepareStackTrace = prepare;
  }
}
