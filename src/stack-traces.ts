/*
 * Makes stack traces cheap in a synthesis, which takes half the time and memory by it. To be imported before any
 * package. CDKTF_LOG_LEVEL=debug leaves everything as it is, for whoever looks for the line of an error.
 */
const debugging = process.env.CDKTF_LOG_LEVEL === "debug";

// tsx has Node.js read the source maps of every module; those of the generated bindings are megabytes.
if (!debugging) process.setSourceMapsEnabled(false);

/** Does the work without the stack trace that cdktf keeps with each of its thousands of tokens. */
export async function withoutTokenTraces<T>(work: () => Promise<T>): Promise<T> {
  if (debugging) return work();
  const capture = Error.captureStackTrace;
  Error.captureStackTrace = (target, ...below) => {
    if (target instanceof Error) capture(target, ...below);
  };
  try {
    return await work();
  } finally {
    Error.captureStackTrace = capture;
  }
}
