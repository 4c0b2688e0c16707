import { FunctionError } from "../lib/function-error";

/** Where the cause lies; a dimension of the metric `Failed`. The message of `quota` only waits: it is `Postponed`. */
export type Cause = "configuration" | "event" | "storage" | "sending" | "quota" | "defect";

/** A message was neither forwarded nor noticed. The text names no person, since it goes to the log. */
export class ForwardingError extends FunctionError {
  override readonly name = "ForwardingError";

  constructor(
    readonly reason: Cause,
    message: string,
  ) {
    super(message);
  }
}

/** The parts of another's error that may be told: its text can hold addresses of people. */
export function describe(error: unknown): string {
  const { name = "Error", $metadata } = Object(error) as Partial<Error> & {
    $metadata?: { httpStatusCode?: number; requestId?: string };
  };
  const details = [
    $metadata?.httpStatusCode && `status ${$metadata.httpStatusCode}`,
    $metadata?.requestId && `request ${$metadata.requestId}`,
  ].filter(Boolean);
  return details.length > 0 ? `${name} (${details.join(", ")})` : name;
}

/** Where an error happened, without its text. */
export function framesOf(error: unknown): string {
  const lines = String((error as Partial<Error>)?.stack).split("\n");
  return lines.filter((line) => /^\s+at .*:\d+\)?$/.test(line)).join("\n");
}
