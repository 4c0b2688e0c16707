import { Client, type Dispatcher } from "undici";
import { isFirewallBlock } from "../../openemr/firewall-answer";
import type { TlsOptions } from "../../openemr/trusted-authorities";
import { Cookies } from "./cookies";
import type { Pace } from "./pace";
import type { Statistics } from "./statistics";

/** A token, and what it is for. */
export interface SignedIn {
  readonly below: string;
  /** Never printed or stored. */
  readonly accessToken: string;
}

export interface VisitorProps {
  readonly origin: string;
  /** Asked for in turn. */
  readonly paths: readonly string[];
  /** Paths that begin so are asked for by somebody who is signed in. @default - nobody is */
  readonly signedIn?: SignedIn;
  readonly tls: TlsOptions;
  readonly timeoutSeconds: number;
  readonly pace: Pace;
  readonly statistics: Statistics;
}

/** The firewall's managed rules block requests without one. */
const USER_AGENT = "openemr-load-test";

/** Before a connection that failed is made again, so that a server that is down is not stormed. */
const PAUSE_AFTER_FAILURE_MS = 250;

/**
 * One connection, over which one request after another is sent. It is its own handler of answers: an object for
 * each request would cost a tenth of the speed.
 */
export class Visitor implements Dispatcher.DispatchHandlers {
  private readonly client: Client;
  private readonly cookies = new Cookies();
  private turn: number;
  private timer: NodeJS.Timeout | undefined;
  private onIdle: (() => void) | undefined;
  private stopping = false;
  private busy = false;
  private began = 0;
  private status = 0;
  private bytes = 0;
  private blocked = false;

  /** @param index of this visitor, who begins with another path than the one before */
  constructor(
    private readonly props: VisitorProps,
    index: number,
  ) {
    const milliseconds = props.timeoutSeconds * 1000;
    this.turn = index;
    this.client = new Client(props.origin, {
      pipelining: 1,
      connect: { ...props.tls, timeout: milliseconds },
      headersTimeout: milliseconds,
      bodyTimeout: milliseconds,
    });
  }

  /** Sends a request when the next one is due, and then the next, until it is stopped. */
  visit = (): void => {
    if (this.stopping) return;
    const now = performance.now();
    this.began = this.props.pace.due(now);
    if (this.began > now) this.timer = setTimeout(this.send, this.began - now);
    else this.send();
  };

  /** Sends nothing any more. @returns when the answer that is under way has come */
  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    if (this.busy) await new Promise<void>((resolve) => (this.onIdle = resolve));
  }

  /** Gives up what is under way. */
  async destroy(): Promise<void> {
    this.stopping = true;
    await this.client.destroy();
  }

  private send = (): void => {
    const { paths, signedIn, statistics } = this.props;
    const path = paths[this.turn++ % paths.length]!;
    const headers: Record<string, string> = { "user-agent": USER_AGENT, "accept-encoding": "gzip" };
    // An application has no cookies, and a browser that asks for a page has no token.
    if (signedIn && path.startsWith(signedIn.below)) headers.authorization = `Bearer ${signedIn.accessToken}`;
    else if (this.cookies.header) headers.cookie = this.cookies.header;
    this.busy = true;
    this.bytes = 0;
    this.blocked = false;
    statistics.sent++;
    this.client.dispatch({ path, method: "GET", headers }, this);
  };

  onConnect(): void {}

  onHeaders(status: number, headers: Buffer[]): boolean {
    this.status = status;
    for (let i = 0; i < headers.length; i += 2) {
      // Reading the name of each header as text would cost more than sending the request.
      const { length } = headers[i]!;
      if (length === "set-cookie".length && isNamed(headers[i]!, "set-cookie")) {
        this.cookies.accept(headers[i + 1]!.toString("latin1"));
      } else if (length === "server".length && isNamed(headers[i]!, "server")) {
        this.blocked = isFirewallBlock(status, headers[i + 1]!.toString("latin1"));
      }
    }
    return true;
  }

  onData(chunk: Buffer): boolean {
    this.bytes += chunk.length;
    return true;
  }

  onComplete(): void {
    this.props.statistics.answer(this.status, performance.now() - this.began, this.bytes, this.blocked);
    this.idle();
    this.visit();
  }

  onError(error: Error & { readonly code?: string }): void {
    // Given up when the test was over, it is neither answered nor failed.
    if (error.code !== "UND_ERR_DESTROYED") this.props.statistics.fail(error.code ?? error.name);
    this.idle();
    if (!this.stopping) this.timer = setTimeout(this.visit, PAUSE_AFTER_FAILURE_MS);
  }

  private idle(): void {
    this.busy = false;
    this.onIdle?.();
  }
}

function isNamed(header: Buffer, name: string): boolean {
  return header.toString("latin1").toLowerCase() === name;
}
