import { UserError } from "../../src/user-error";
import { isUnreadable } from "./aws-fault";

/** The ways out of errors, by the error's name or code. */
const WAYS_OUT: ReadonlyArray<[RegExp, string]> = [
  [
    /ProviderError$|ExpiredToken|UnrecognizedClient|InvalidSignature|InvalidClientTokenId/,
    "`aws sts get-caller-identity` must answer. Sign in (aws sso login, or aws configure), or set AWS_PROFILE.",
  ],
  [
    /NotFound(Exception|Fault)?$/,
    "AWS has none of that name in the account of these credentials: `aws sts get-caller-identity` shows whose they are.",
  ],
  [/Throttling|TooManyRequests/, "AWS is asked too often. Try again in a minute."],
  [
    /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|TimeoutError/,
    "AWS cannot be reached from here.",
  ],
];

const NO_ANSWER =
  "That is no answer of AWS: a proxy, or the sign-in page of a network, may stand between this machine and AWS.";

/**
 * Runs something that calls AWS.
 *
 * @param permissions says where the permissions are that it takes
 * @throws a UserError for what AWS, or the way to it, refuses
 */
export async function explainingAws<T>(run: () => Promise<T>, permissions: string): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof UserError || !(error instanceof Error)) throw error;
    const wayOut = /AccessDenied/.test(error.name) ? permissions : wayOutOf(error);
    if (!wayOut && !("$fault" in error)) throw error;
    throw new UserError(`${textOf(error)}\n${wayOut ?? ""}`.trimEnd());
  }
}

/** An error, the way out, and nothing of the insides of AWS's client. */
export function explainedAws(error: Error): string {
  return [textOf(error), wayOutOf(error)].filter(Boolean).join("\n");
}

function textOf(error: Error): string {
  return `${error.name}: ${isUnreadable(error) ? error.message.split("\n")[0] : error.message}`;
}

/** A sentence that tells what a person can do about an error of AWS, where it is known. */
function wayOutOf(error: Error): string | undefined {
  if (isUnreadable(error)) return NO_ANSWER;
  const code = (error as NodeJS.ErrnoException).code ?? "";
  const [, wayOut] = WAYS_OUT.find(([pattern]) => pattern.test(error.name) || pattern.test(code)) ?? [];
  // AWS's clients do not name a profile that does not exist.
  const { AWS_PROFILE: profile } = process.env;
  return wayOut?.includes("AWS_PROFILE") && profile ? `${wayOut} It is "${profile}" now.` : wayOut;
}
