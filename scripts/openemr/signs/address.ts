import http from "node:http";
import https from "node:https";
import type { TLSSocket } from "node:tls";
import { explainConnection } from "../connection-errors";
import { isFirewallBlock } from "../firewall-answer";
import { days, type ReadSign, type Sign } from "./sign";

/** For one answer, in milliseconds. */
const ANSWER_LIMIT = 10_000;
/** ACM renews 60 days before the end; by then something keeps it from doing so. */
const FEWEST_DAYS = 30;

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

/** The sign-in page and its certificate, as a browser on this machine would see them. */
export const readAddress: ReadSign = async (_, { environment, url }, at) => {
  const page = new URL("interface/login/login.php?site=default", url.endsWith("/") ? url : `${url}/`);
  const name = "Address";
  try {
    const answer = await ask(page);
    return { name, ...judge(answer, environment, at) };
  } catch (error) {
    // Many an operator's machine is in no range that may reach OpenEMR.
    return { name, state: "unknown", text: `not seen from here: ${explainConnection(error, page).message}` };
  }
};

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
      next: "open it in a browser",
    };
  }
  // OpenEMR prints some errors with status 200.
  const without = status === 200 && !hasForm ? ", without the form for signing in" : "";
  const seen = `sign-in page answers ${status} in ${milliseconds} ms${without}${certificate}`;
  if (!hasForm) return { state: "not well", text: seen, next: `npm run logs -- ${environment} --errors` };
  if (left !== undefined && left < FEWEST_DAYS) {
    return { state: "not well", text: seen, next: "docs/dns.md: why AWS cannot renew a certificate" };
  }
  return { state: "well", text: seen };
}

/** By Node.js's own client: `fetch` does not tell the certificate. */
function ask(page: URL): Promise<Answer> {
  const begun = Date.now();
  return new Promise((resolve, reject) => {
    const options = { signal: AbortSignal.timeout(ANSWER_LIMIT), agent: false } as const;
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
