/*
 * cdktf keeps a stack trace with each of its thousands of tokens, which are no errors: 12 % of the processor time of a
 * synthesis, and a quarter of that of a test that synthesizes, as Jest maps each line of a trace to its source.
 */
const capture = Error.captureStackTrace;
Error.captureStackTrace = (target, ...below) => {
  if (target instanceof Error) capture(target, ...below);
};
