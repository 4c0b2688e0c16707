import { ProbeFailure } from "./failure";
import { recognize } from "./page";
import { type Answer, get, type Means } from "./request";

/** Limits of a look, and what only tests have. */
export interface LookOptions extends Omit<Means, "signal"> {
  /** For all requests together. */
  readonly milliseconds: number;
}

/** The state in which somebody finds OpenEMR who opens the public address. */
export interface Finding {
  /** OpenEMR is installed or upgraded, and a page says so. */
  readonly maintenance: boolean;
  /** For all requests together. */
  readonly milliseconds: number;
  /** Whole days; without HTTPS there is no certificate. */
  readonly certificateDays?: number;
}

/** OpenEMR's first page leads to the sign-in page; a portal or a module may put one more in between. */
const MOST_REDIRECTS = 5;

const DAY = 86_400_000;

/**
 * Opens the address as a browser does: by name, over TLS that is valid for that name, along redirects, with cookies.
 *
 * @throws ProbeFailure where nobody can sign in
 */
export async function look(
  address: string,
  { milliseconds, ...options }: LookOptions,
  now = Date.now,
): Promise<Finding> {
  const began = now();
  const means = { ...options, signal: AbortSignal.timeout(milliseconds) };
  const home = new URL("/", address);
  let url = home;
  let cookies = "";
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const answer = await get(url, cookies, means);
    if (answer.status < 300 || answer.status >= 400 || !answer.location) {
      return judge(url, answer, now() - began, now());
    }
    const next = new URL(answer.location, url);
    if (next.host !== home.host || next.protocol !== home.protocol) {
      throw new ProbeFailure(
        "page",
        `${url.pathname} leads to ${next.origin}, and not to OpenEMR's sign-in page.`,
      );
    }
    if (next.pathname.endsWith("/setup.php")) {
      throw new ProbeFailure("page", "OpenEMR is not installed: its address leads to its setup.");
    }
    ({ cookies } = answer);
    url = next;
  }
  throw new ProbeFailure("page", `${home.origin} leads from page to page more than ${MOST_REDIRECTS} times.`);
}

function judge(url: URL, answer: Answer, milliseconds: number, now: number): Finding {
  const { status, body, certificateEnds } = answer;
  const page = recognize(status, body);
  if (page === "sign-in" || page === "maintenance") {
    return {
      maintenance: page === "maintenance",
      milliseconds,
      ...(certificateEnds && {
        certificateDays: Math.floor((certificateEnds.getTime() - now) / DAY),
      }),
    };
  }
  const where = `${url.origin}${url.pathname}`;
  if (page === "database away") {
    throw new ProbeFailure("page", "OpenEMR answers that it has no connection to its database.");
  }
  if (page === "not installed")
    throw new ProbeFailure("page", `${where} is OpenEMR's setup: it is not installed.`);
  if (status >= 400)
    throw new ProbeFailure("page", `${where} answers with the error ${status}${reason(status)}.`);
  throw new ProbeFailure("page", `${where} is not OpenEMR's sign-in page (status ${status}).`);
}

function reason(status: number): string {
  if (status === 403) return ": the firewall or OpenEMR's web server refuses it";
  if (status === 502 || status === 503 || status === 504) return ": no task of OpenEMR answers";
  return status >= 500 ? ": OpenEMR's code fails, as it does without its database" : "";
}
