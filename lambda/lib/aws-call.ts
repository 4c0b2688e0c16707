import { setTimeout as sleep } from "node:timers/promises";
import { FunctionError } from "./function-error";

/** The way out of an error, by the error's name in the API reference of the service, with its ending or without. */
export type Advice = Readonly<Record<string, string>>;

/** Errors that every service has. */
const COMMON: Advice = {
  AccessDenied: "The function's role lacks the permission. Deploy the stack again.",
  Throttling: "AWS is asked too often. Try again in a minute.",
  RequestLimitExceeded: "AWS is asked too often. Try again in a minute.",
  ServiceUnavailable: "Try again in a minute.",
  TimeoutError: "AWS did not answer. Try again.",
};

/** Refusals that end by themselves once a change in IAM is known everywhere. */
const PASSING = new Set(["AccessDenied", "AccessDeniedException", "InvalidClientTokenId"]);

const PAUSE_MILLISECONDS = 2000;

/** Seconds within which a function's own permissions are known, when it runs right after it was made. */
export const PERMISSION_SECONDS = 30;

/** Lets time pass. */
export type Pause = (milliseconds: number) => Promise<unknown>;

/** A call of AWS that failed. It may be shown: it names no key, as AWS's own errors do. */
export class AwsCallError extends FunctionError {
  override readonly name = "AwsCallError";
  /** Name of AWS's error. */
  readonly code: string;

  /** @param task completes "Could not ..." */
  constructor(task: string, cause: unknown, advice: Advice = {}) {
    const { name = "Error", message = String(cause) } = Object(cause) as Partial<Error>;
    const short = name.replace(/(Fault|Exception)$/, "");
    const all = { ...COMMON, ...advice };
    const wayOut = all[name] ?? all[short];
    const text = `Could not ${task}: ${name}: ${withoutKeyIds(message).replace(/\.?$/, ".")}`;
    super(wayOut ? `${text} ${wayOut}` : text, { cause });
    this.code = name;
  }
}

/**
 * Calls AWS.
 *
 * @param task completes "Could not ...", e.g. `start the export`
 * @throws AwsCallError with AWS's answer and the way out
 */
export async function attempt<T>(task: string, call: () => Promise<T>, advice?: Advice): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw new AwsCallError(task, error, advice);
  }
}

/**
 * Calls AWS, and again for some seconds while it refuses: a role's permissions and a key that have just been made take
 * a while to be known everywhere.
 *
 * @throws AwsCallError with AWS's last answer
 */
export async function attemptFor<T>(
  seconds: number,
  task: string,
  call: () => Promise<T>,
  pause: Pause = sleep,
): Promise<T> {
  for (let waited = 0; ; waited += PAUSE_MILLISECONDS) {
    try {
      return await attempt(task, call);
    } catch (error) {
      const passing = PASSING.has((error as AwsCallError).code);
      if (!passing || waited >= seconds * 1000) throw error;
    }
    await pause(PAUSE_MILLISECONDS);
  }
}

function withoutKeyIds(text: string): string {
  return text.replace(/\bA[KS]IA[A-Z0-9]{8,}\b/g, "(an access key)");
}
