import { setTimeout as sleep } from "node:timers/promises";

/** What was refused because a change in IAM is not known everywhere yet. */
const PASSING = new Set(["AccessDenied", "AccessDeniedException", "InvalidClientTokenId"]);

const PAUSE_MILLISECONDS = 2000;

/** Seconds within which a function's own permissions are known, when it runs right after it was made. */
export const PERMISSION_SECONDS = 30;

/** Lets time pass. */
export type Pause = (milliseconds: number) => Promise<unknown>;

/** A call of AWS that failed. It may be shown: it names no key, as AWS's own errors do. */
export class AwsCallError extends Error {
  override readonly name = "AwsCallError";
  /** Name of AWS's error. */
  readonly code: string;

  constructor(what: string, { name, message }: Error) {
    super(`Could not ${what}: ${name}: ${withoutKeyIds(message)}`);
    this.code = name;
  }
}

/** Completes "Could not ...", and calls. @throws AwsCallError */
export async function attempt<T>(what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw new AwsCallError(what, error as Error);
  }
}

/**
 * The same, but calls again for some seconds while AWS refuses it: a role's permissions and a key that have just
 * been made take a while to be known everywhere.
 */
export async function attemptFor<T>(
  seconds: number,
  what: string,
  call: () => Promise<T>,
  pause: Pause = sleep,
): Promise<T> {
  for (let waited = 0; ; waited += PAUSE_MILLISECONDS) {
    try {
      return await attempt(what, call);
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
