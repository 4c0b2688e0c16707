import { UserError } from "../../src/user-error";

interface ConnectionError extends Error {
  /** A number, where the browsers' names of errors are used. */
  readonly code?: string | number;
  /** The certificate that the server showed, where it is for another name. */
  readonly cert?: { readonly subjectaltname?: string };
}

const WRONG_NAME = "ERR_TLS_CERT_ALTNAME_INVALID";
const UNTRUSTED = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

/** Why a certificate does not pass: `trusted` is false where no authority that is known here has signed it. */
export interface CertificateProblem {
  readonly trusted: boolean;
}

/** @returns undefined where something else than the server's certificate is wrong */
export function certificateProblem(error: unknown): CertificateProblem | undefined {
  const code = String(innermost(error).code);
  if (UNTRUSTED.has(code)) return { trusted: false };
  return code.startsWith("CERT_") || code === WRONG_NAME ? { trusted: true } : undefined;
}

/** Says what went wrong between this machine and a server, and what a person can do about it. */
export function explainConnection(error: unknown, url: URL): UserError {
  const cause = innermost(error);
  const { name, message } = cause;
  const code = typeof cause.code === "string" ? cause.code : "";
  const failed = `${url.origin} cannot be reached`;
  if (code === WRONG_NAME) {
    const names = cause.cert?.subjectaltname?.replaceAll("DNS:", "") || "another name";
    return new UserError(
      `${failed}: its certificate is for ${names}, not for ${url.hostname}, so this may be another server. ` +
        "Give the address with a name of the certificate, such as https://emr.example.org; host_name makes it the environment's.",
    );
  }
  if (UNTRUSTED.has(code)) {
    return new UserError(
      `${failed}: no authority that is trusted here has signed its certificate (${message}), so this may be another server. ` +
        "Where it is of your own authority, give that: --ca <file>.",
    );
  }
  if (
    code.startsWith("CERT_") ||
    code.startsWith("ERR_TLS") ||
    code.startsWith("ERR_SSL") ||
    code === "EPROTO"
  ) {
    return new UserError(`${failed} over TLS: ${message} (${code}).`);
  }
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return new UserError(
      `${failed}: the name ${url.hostname} has no address (${code}). Correct it, or add it to DNS.`,
    );
  }
  if (
    name === "TimeoutError" ||
    code === "ETIMEDOUT" ||
    (code.startsWith("UND_ERR_") && code.endsWith("_TIMEOUT"))
  ) {
    return new UserError(
      `${failed}: no answer in time (${code || message}). The load balancer answers only the ranges that ` +
        "security_group_ip_range_ipv4 and security_group_ip_range_ipv6 name: is this machine in one of them?",
    );
  }
  return new UserError(`${failed}: ${message}${code && !message.includes(code) ? ` (${code})` : ""}.`);
}

/** `fetch` wraps what happened, and a name with several addresses has one error for each. */
function innermost(error: unknown): ConnectionError {
  const { cause, errors } = error as { readonly cause?: unknown; readonly errors?: readonly unknown[] };
  const inner = cause ?? errors?.[0];
  return inner ? innermost(inner) : (error as ConnectionError);
}
