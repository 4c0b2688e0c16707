import { Agent, fetch, type Response } from "undici";
import { explainConnection } from "../lib/connection-errors";
import { isFirewallBlock } from "../lib/firewall-answer";
import type { TlsOptions } from "../lib/trusted-authorities";
import { UserError } from "../lib/user-error";

/** The firewall's managed rules block requests without one. */
const USER_AGENT = "openemr-api-endpoint-test";

/** The load balancer waits longer, but a first page of a small list does not take so long. */
const TIMEOUT_MS = 60_000;

export interface HttpRequest {
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | URLSearchParams;
}

/** HTTP with verified certificates. It follows no redirect, so that nothing is sent to where it was not meant for. */
export class Http {
  private readonly agent: Agent;

  constructor(tls: TlsOptions) {
    this.agent = new Agent({ connect: { ...tls, timeout: TIMEOUT_MS } });
  }

  /** @throws a UserError where there is no answer, or the firewall gives one in place of OpenEMR */
  request = async (url: string | URL, init: HttpRequest = {}): Promise<Response> => {
    let response: Response;
    try {
      response = await fetch(url, {
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...init,
        headers: { ...init.headers, "user-agent": USER_AGENT },
        redirect: "manual",
        dispatcher: this.agent,
      });
    } catch (error) {
      throw explainConnection(error, new URL(url));
    }
    if (isFirewallBlock(response.status, response.headers.get("server"))) {
      throw new UserError(
        `The web application firewall blocked ${init.method ?? "GET"} ${new URL(url).pathname}. Its log says which rule did: ` +
          "the output log_group_names has its name, under firewall. waf_rule_action_overrides lets a rule count only, " +
          "and waf_rate_limit is the number of requests that one address may send.",
      );
    }
    return response;
  };

  async close(): Promise<void> {
    await this.agent.destroy();
  }
}
