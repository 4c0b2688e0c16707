import { type IncomingMessage, request as plainRequest } from "node:http";
import { type RequestOptions, request } from "node:https";
import type { TLSSocket } from "node:tls";
import { explain, ProbeFailure } from "./failure";

/** An answer, and the certificate that came with it. */
export interface Answer {
  readonly status: number;
  readonly location?: string;
  readonly body: string;
  /** Without HTTPS there is none. */
  readonly certificateEnds?: Date;
}

/** How a request is made. Tests have authorities and ports of their own. */
export interface Means extends Pick<RequestOptions, "ca" | "lookup"> {
  /** Ends what takes too long. Node's own `timeout` only counts silence. */
  readonly signal: AbortSignal;
}

/** Requests of a monitor are to be known as such in logs; without a name the firewall refuses them (NoUserAgent_HEADER). */
const HEADERS = {
  "User-Agent": "Mozilla/5.0 (compatible; openemr-on-aws-probe)",
  Accept: "text/html",
  "Accept-Language": "en",
};

/** A sign-in page has about 20 kB. */
const LONGEST_BODY = 1_000_000;

/** @throws ProbeFailure */
export async function get(
  url: URL,
  cookies: string,
  means: Means,
): Promise<Answer & { readonly cookies: string }> {
  try {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const send = url.protocol === "https:" ? request : plainRequest;
      const headers = { ...HEADERS, ...(cookies && { Cookie: cookies }) };
      send(url, { ...means, agent: false, headers }, resolve)
        .on("error", reject)
        .end();
    });
    const certificateEnds = endOf(answer);
    return {
      status: answer.statusCode!,
      location: answer.headers.location,
      cookies: [cookies, ...(answer.headers["set-cookie"] ?? []).map((cookie) => cookie.split(";")[0]!)]
        .filter(Boolean)
        .join("; "),
      body: await bodyOf(answer),
      ...(certificateEnds && { certificateEnds }),
    };
  } catch (error) {
    if (means.signal.aborted) throw new ProbeFailure("answer", `${url.host} did not answer in time.`);
    throw explain(error, url.hostname);
  }
}

function endOf({ socket }: IncomingMessage): Date | undefined {
  if (!("getPeerCertificate" in socket)) return undefined;
  return new Date((socket as TLSSocket).getPeerCertificate().valid_to);
}

async function bodyOf(answer: IncomingMessage): Promise<string> {
  let body = "";
  answer.setEncoding("utf8");
  for await (const part of answer) {
    body += part;
    if (body.length > LONGEST_BODY) break;
  }
  return body;
}
