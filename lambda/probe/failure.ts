import { FunctionError } from "../lib/function-error";

/** The step at which a look at the public address failed. */
export type Step = "DNS" | "connection" | "TLS" | "answer" | "page";

/** Why nobody can sign in, for a person who is woken up by it. */
export class ProbeFailure extends FunctionError {
  override readonly name = "ProbeFailure";

  constructor(
    readonly step: Step,
    message: string,
  ) {
    super(message);
  }
}

interface NetworkError extends Error {
  readonly code?: string;
  /** The certificate that the server showed, where it is for another name. */
  readonly cert?: { readonly subjectaltname?: string };
}

/** Node.js names errors of OpenSSL's verification by OpenSSL's constants: "Certificate verification" of its TLS page. */
const UNTRUSTED = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

/** Says at which step a request failed, and why. */
export function explain(error: unknown, host: string): ProbeFailure {
  if (error instanceof ProbeFailure) return error;
  const { code = "", message, cert } = innermost(error as NetworkError);
  if (code === "ENOTFOUND" || code === "EAI_AGAIN" || code === "ENODATA") {
    return new ProbeFailure("DNS", `The name ${host} has no address (${code}).`);
  }
  if (code === "CERT_HAS_EXPIRED") return new ProbeFailure("TLS", `The certificate of ${host} has expired.`);
  if (code === "CERT_NOT_YET_VALID") {
    return new ProbeFailure("TLS", `The certificate of ${host} is not valid yet.`);
  }
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    const names = cert?.subjectaltname?.replaceAll("DNS:", "") || "another name";
    return new ProbeFailure("TLS", `The certificate is for ${names}, and not for ${host}.`);
  }
  if (UNTRUSTED.has(code)) {
    return new ProbeFailure(
      "TLS",
      `No authority that browsers trust has signed the certificate of ${host} (${code}).`,
    );
  }
  if (code === "EPROTO" || /^(CERT_|ERR_SSL|ERR_TLS)/.test(code)) {
    return new ProbeFailure("TLS", `${host} does not speak TLS as a browser does: ${message} (${code}).`);
  }
  return new ProbeFailure("connection", `${host} cannot be connected to: ${message || code}.`);
}

/** A name with several addresses has one error for each. */
function innermost(error: NetworkError): NetworkError {
  const [first] = error instanceof AggregateError ? (error.errors as NetworkError[]) : [];
  return first ? innermost(first) : error;
}
