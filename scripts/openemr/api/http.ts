import { Agent, fetch, Response } from "undici";
import { UserError } from "../../../src/user-error";
import { explainConnection } from "../connection-errors";
import { isFirewallBlock } from "../firewall-answer";
import type { TlsOptions } from "../trusted-authorities";

/** The firewall's managed rules block requests without one. */
const USER_AGENT = "openemr-api-endpoint-test";

export interface HttpRequest {
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | URLSearchParams;
}

/** HTTP with verified certificates. It follows no redirect, so that nothing is sent to where it was not meant for. */
export class Http {
  private readonly agent: Agent;

  /** @param timeout in milliseconds, for a whole answer */
  constructor(
    tls: TlsOptions,
    private readonly timeout = 60_000,
  ) {
    this.agent = new Agent({ connect: { ...tls, timeout } });
  }

  /**
   * @returns an answer that has arrived as a whole
   * @throws a UserError where there is none, or the firewall gives one in place of OpenEMR
   */
  request = async (url: string | URL, init: HttpRequest = {}): Promise<Response> => {
    const response = await this.receive(url, init);
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

  private async receive(url: string | URL, init: HttpRequest): Promise<Response> {
    try {
      const response = await fetch(url, {
        ...init,
        headers: { ...init.headers, "user-agent": USER_AGENT },
        redirect: "manual",
        signal: AbortSignal.timeout(this.timeout),
        dispatcher: this.agent,
      });
      const body = await response.arrayBuffer();
      const { status, headers } = response;
      return new Response(body.byteLength > 0 ? body : null, { status, headers });
    } catch (error) {
      throw explainConnection(error, new URL(url));
    }
  }
}
