/** An error that a person reads: it says what was given or tried, and the way out. Lambda reports its name and text. */
export class FunctionError extends Error {
  override readonly name: string = "FunctionError";
}
