import http from "node:http";
import https from "node:https";
import type { TLSSocket } from "node:tls";
import { CERTIFICATE_DAYS } from "../../../src/monitoring/certificate-days";
import { certificateProblem, explainConnection } from "../connection-errors";
import { isFirewallBlock } from "../firewall-answer";
import { faultsOfCertificate } from "./shown-certificate";
import { days, type ReadSign, type Sign } from "./sign";

/** For one answer, in milliseconds. */
const ANSWER_LIMIT = 10_000;

/** The field for a person's name in the form for signing in, in every layout: lambda/probe/page.ts looks for more. */
const SIGN_IN = /<input\b[^>]*\bname\s*=\s*["']authUser["']/i;

interface Answer {
  readonly status: number;
  /** The page has the form for signing in. */
  readonly hasForm: boolean;
  readonly server?: string;
  readonly milliseconds: number;
  /** Missing where it is plain HTTP. */
  readonly certificateEnds?: Date;
}

/**
 * The sign-in page and its certificate, as a browser on this machine would see them.
 *
 * @param ca PEM certificates of the authorities that count. @default - the well-known ones, and NODE_EXTRA_CA_CERTS
 */
export function addressSign(ca?: string): ReadSign {
  return async (_, { environment, url }, at) => {
    const page = new URL("interface/login/login.php?site=default", url.endsWith("/") ? url : `${url}/`);
    const name = "Address";
    try {
      const answer = await ask(page, ca);
      return { name, ...judge(answer, environment, at) };
    } catch (error) {
      const refused = await judgeCertificate(error, page, environment, at);
      if (refused) return { name, ...refused };
      // An operator's machine is often in no range that may reach OpenEMR.
      return {
        name,
        state: "unknown",
        text: `not seen from here: ${explainConnection(error, page).message}`,
      };
    }
  };
}

/** @returns undefined where it is not the certificate that is wrong */
async function judgeCertificate(
  error: unknown,
  page: URL,
  environment: string,
  at: Date,
): Promise<Omit<Sign, "name"> | undefined> {
  const problem = certificateProblem(error);
  if (problem === undefined) return undefined;
  const faults = await faultsOfCertificate(page, at, { ...problem, milliseconds: ANSWER_LIMIT }).catch(
    () => [],
  );
  const why =
    faults.length > 0
      ? `its certificate ${faults.join(", and ")}`
      : explainConnection(error, page).message.replace(/\.$/, "");
  return {
    state: "not well",
    text: `browsers refuse it: ${why}`,
    next: problem.trusted
      ? `npm run check -- ${environment} looks at the certificate; docs/dns.md`
      : `where that authority is your own: NODE_EXTRA_CA_CERTS=<its certificate> npm run status -- ${environment}; else docs/dns.md`,
  };
}

function judge(
  { status, hasForm, server, milliseconds, certificateEnds }: Answer,
  environment: string,
  at: Date,
): Omit<Sign, "name"> {
  const left = certificateEnds && days(at, certificateEnds);
  const certificate = left === undefined ? "" : `, certificate for ${left} more days`;
  if (isFirewallBlock(status, server ?? null)) {
    return {
      state: "unknown",
      text: `the firewall refuses this machine${certificate}`,
      next: `open it in a browser; npm run logs -- ${environment} firewall --blocked --since 5m says which rule it was`,
    };
  }
  // OpenEMR prints some errors with status 200.
  const without = status === 200 && !hasForm ? ", without the form for signing in" : "";
  const seen = `sign-in page answers ${status} in ${milliseconds} ms${without}${certificate}`;
  if (!hasForm) return { state: "not well", text: seen, next: `npm run logs -- ${environment} --errors` };
  if (left !== undefined && left < CERTIFICATE_DAYS) {
    return {
      state: "not well",
      text: seen,
      next: `npm run check -- ${environment} looks at it; docs/dns.md`,
    };
  }
  return { state: "well", text: seen };
}

/** By Node.js's own client: `fetch` does not tell the certificate. */
function ask(page: URL, ca: string | undefined): Promise<Answer> {
  const begun = Date.now();
  return new Promise((resolve, reject) => {
    const options = { signal: AbortSignal.timeout(ANSWER_LIMIT), agent: false, ca } as const;
    const { get } = page.protocol === "https:" ? https : http;
    const request = get(page, options, (response) => {
      const end = (response.socket as Partial<TLSSocket>).getPeerCertificate?.().valid_to;
      let body = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        body += part;
      });
      response.once("error", reject);
      response.once("end", () =>
        resolve({
          status: response.statusCode!,
          hasForm: response.statusCode === 200 && SIGN_IN.test(body),
          ...(response.headers.server && { server: String(response.headers.server) }),
          milliseconds: Date.now() - begun,
          ...(end !== undefined && { certificateEnds: new Date(end) }),
        }),
      );
    });
    request.once("error", reject);
  });
}
