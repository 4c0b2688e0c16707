/**
 * Names of errors by which AWS's services say that they are asked too often, have a problem of their own, or are still
 * busy with what was asked before.
 */
const TRANSIENT =
  /InvalidDB(Cluster|Instance)State|Throttl|TooManyRequests|TooManyUpdates|RequestLimitExceeded|SlowDown|ServiceUnavailable|InternalServer|InternalFailure|InternalError|ServerException|TimeoutError|RequestTimeout/;

/** Codes of Node.js for a connection that was lost or could not be made. */
const CONNECTION =
  /^(ECONN(RESET|REFUSED|ABORTED)|EPIPE|ETIMEDOUT|EAI_AGAIN|ENOTFOUND|ENET(UNREACH|DOWN|RESET)|EHOST(UNREACH|DOWN)|EADDRNOTAVAIL)$/;

/** Whether the same request may succeed a little later. The request may have been carried out all the same. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, $fault } = error as { code?: string; $fault?: string };
  return (
    $fault === "server" || TRANSIENT.test(error.name) || CONNECTION.test(code ?? "") || isUnreadable(error)
  );
}

/** An answer came that no client of AWS can read: a page, of a proxy, of a network's sign-in, or of an overloaded AWS. */
export function isUnreadable(error: Error): boolean {
  const { $fault, $metadata } = error as { $fault?: string; $metadata?: { httpStatusCode?: number } };
  return $fault === undefined && $metadata?.httpStatusCode !== undefined;
}

/** AWS does not show a thing for a moment after it was made, and while it is renamed, so to look again may help. */
export function notShown(what: string): Error {
  return Object.assign(new Error(`AWS does not show ${what} now`), { $fault: "server" });
}
