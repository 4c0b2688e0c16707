/** A request, as Apache logs it; see the access format in `src/application/container/apache-common.conf`. */
interface AccessRecord {
  readonly log: "access";
  readonly client: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly ms: number;
  readonly request: string;
}

/**
 * Levels of Apache's that are errors, a fatal error of PHP, and a script's own word for it. Apache calls a notice what OpenEMR
 * logs, be it critical, and a process of its own that crashed (AH00052).
 */
const ERROR =
  /^\[\S*:(error|crit|alert|emerg)\]|PHP (Fatal|Parse) error|OpenEMR\.CRITICAL|^\[core:notice\].* AH00052:|^[a-z][a-z -]*: error:/;

export function isApplicationError(message: string): boolean {
  const access = readAccess(message);
  return access ? access.status >= 500 : ERROR.test(message);
}

/** A request in one line: `GET /interface/login/login.php 200 35 ms 198.51.100.7 Root=1-...`. Other lines stay. */
export function accessLine(message: string): string {
  const access = readAccess(message);
  if (!access) return message;
  const { method, path, status, ms, client, request } = access;
  return [method, path, status, `${ms} ms`, client, request]
    .filter((each) => each !== "" && each !== "-")
    .join(" ");
}

function readAccess(message: string): AccessRecord | undefined {
  if (!message.startsWith('{"log":"access"')) return undefined;
  try {
    return JSON.parse(message) as AccessRecord;
  } catch {
    // CloudWatch cuts a long line.
    return undefined;
  }
}
