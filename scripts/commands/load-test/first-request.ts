import { Client } from "undici";
import { UserError } from "../../../src/user-error";
import { explainConnection } from "../../openemr/connection-errors";
import { isFirewallBlock } from "../../openemr/firewall-answer";
import type { TlsOptions } from "../../openemr/trusted-authorities";

export interface FirstRequest {
  readonly url: URL;
  readonly path: string;
  readonly tls: TlsOptions;
  readonly timeoutSeconds: number;
}

/** Sends one request before the many, so that what stops them all is said once and clearly. */
export async function checkFirstRequest(
  { url, path, tls, timeoutSeconds }: FirstRequest,
  wayOut: string,
): Promise<void> {
  const timeout = timeoutSeconds * 1000;
  const client = new Client(url.origin, {
    connect: { ...tls, timeout },
    headersTimeout: timeout,
    bodyTimeout: timeout,
  });
  try {
    const headers = { "user-agent": "openemr-load-test" };
    const answer = await client.request({ path, method: "GET", headers });
    await answer.body.dump();
    const { server, location } = answer.headers;
    if (isFirewallBlock(answer.statusCode, String(server))) {
      throw new UserError(`The firewall in front of ${url.host} blocks this address already. ${wayOut}`);
    }
    const { origin } = new URL(String(location ?? ""), url);
    if (origin !== url.origin) {
      throw new UserError(`${url.origin} sends everyone on to ${origin}. Load that one instead.`);
    }
  } catch (error) {
    throw error instanceof UserError ? error : explainConnection(error, url);
  } finally {
    await client.destroy();
  }
}
