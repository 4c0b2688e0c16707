/** What may mend an error, by the error's name in the API reference of the service. */
export type Advice = Readonly<Record<string, string>>;

/** Errors that every service has. */
const COMMON: Advice = {
  AccessDenied: "Its role lacks the permission. Deploy the stack again.",
  AccessDeniedException: "Its role lacks the permission. Deploy the stack again.",
  Throttling: "AWS is asked too often. Try again in a minute.",
  ThrottlingException: "AWS is asked too often. Try again in a minute.",
  RequestLimitExceeded: "AWS is asked too often. Try again in a minute.",
  ServiceUnavailable: "Try again in a minute.",
  TimeoutError: "AWS did not answer. Try again: what runs already is found, and not started twice.",
};

/** An error that says what was tried, what AWS answered and what may mend it. */
export class ExportError extends Error {
  override readonly name = "ExportError";
}

/**
 * Makes an answer of AWS an error for a person.
 *
 * @param task completes "could not", e.g. `start the export`
 */
export function awsFailure(task: string, error: unknown, advice: Advice = {}): ExportError {
  const { name = "Error", message = String(error) } = error as Partial<Error>;
  const hint = advice[name] ?? advice[name.replace(/(Fault|Exception)$/, "")] ?? COMMON[name];
  const text = `The function could not ${task}: ${name}: ${message.replace(/\.?$/, ".")}`;
  return new ExportError(hint ? `${text} ${hint}` : text, { cause: error });
}

/** Values of environment variables by name. @throws an Error that names what is missing */
export function settingsFrom<Name extends string>(
  names: readonly Name[],
  environment: NodeJS.ProcessEnv,
): Readonly<Record<Name, string>> {
  const missing = names.filter((name) => !environment[name]);
  if (missing.length > 0) {
    throw new ExportError(
      `The function lacks the settings ${missing.join(", ")}. Deploy the stack again, which sets them.`,
    );
  }
  return Object.fromEntries(names.map((name) => [name, environment[name]])) as Record<Name, string>;
}
