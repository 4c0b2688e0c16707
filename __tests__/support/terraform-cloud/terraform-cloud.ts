import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { TestAuthority } from "../test-authority";
import { type Answer, ApiError, answer, type Call, notFound } from "./json-api";
import { Organization } from "./organization";
import { RemoteRuns } from "./remote-runs";
import type { WorkerEnvironment } from "./worker";

type Handler = (call: Call, ...parameters: string[]) => Answer | Promise<Answer>;

/** One of which everything is known; the other may only look. */
export const TOKEN = "token-of-an-owner";
export const READERS_TOKEN = "token-of-a-reader";

/**
 * As much of Terraform Cloud's API, over TLS, as the `cloud` block of Terraform 1.11 and this project call. One
 * organization, "clinic". State is kept, and remote runs are carried out by the real Terraform in folders of
 * their own.
 */
export class TerraformCloud {
  readonly organization = new Organization("clinic");
  readonly runs: RemoteRuns;
  /** Each as `GET /api/v2/ping`. */
  readonly requests: string[] = [];
  private readonly authority = new TestAuthority();
  private readonly server: Server;
  private readonly routes: ReadonlyArray<readonly [string, RegExp, Handler]>;

  private constructor(worker: WorkerEnvironment) {
    this.runs = new RemoteRuns(this.organization, worker);
    this.routes = [...this.organization.routes, ...this.runs.routes].map(([method, pattern, handler]) => [
      method,
      new RegExp(`^/api/v2/${pattern.replaceAll(":id", "([^/]+)")}$`),
      handler,
    ]);
    this.server = createServer(this.authority.certificate("DNS:localhost"), (request, response) => {
      void answer(request, response, (call) => this.handle(`${request.method}`, request.headers, call));
    });
  }

  static async start(worker: WorkerEnvironment): Promise<TerraformCloud> {
    const cloud = new TerraformCloud(worker);
    await new Promise<void>((resolve) => cloud.server.listen(0, "localhost", resolve));
    cloud.organization.url = `https://${cloud.host}`;
    return cloud;
  }

  /** As it stands in the settings: host and port. */
  get host(): string {
    return `localhost:${(this.server.address() as AddressInfo).port}`;
  }

  /**
   * The environment in which Terraform and this project's commands trust the server, and know one of its tokens.
   *
   * @param home a folder for their configuration
   */
  environment(home: string, token = TOKEN): Record<string, string> {
    const configuration = path.join(home, "terraform.tfrc");
    writeFileSync(configuration, `credentials "${this.host}" {\n  token = "${token}"\n}\n`);
    return { SSL_CERT_FILE: this.authority.file, TF_CLI_CONFIG_FILE: configuration };
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    this.authority.remove();
    this.runs.remove();
  }

  private handle(
    method: string,
    headers: NodeJS.Dict<string | string[]>,
    call: Call,
  ): Answer | Promise<Answer> {
    const { pathname } = call.url;
    this.requests.push(`${method} ${pathname}`);
    if (pathname === "/.well-known/terraform.json") return JSON.stringify({ "tfe.v2": "/api/v2/" });
    const token = String(headers.authorization).replace("Bearer ", "");
    // A link to a state or a log has its secret in itself.
    if (![TOKEN, READERS_TOKEN].includes(token) && !pathname.includes("/objects/")) {
      throw new ApiError(401, "unauthorized");
    }
    if (pathname === "/api/v2/ping") return undefined;
    const mayWrite = token !== READERS_TOKEN || method === "GET";
    for (const [ofMethod, pattern, handler] of this.routes) {
      const [matched, ...parameters] = (ofMethod === method && pattern.exec(pathname)) || [];
      // It says of what one may not do that it does not exist.
      if (matched && mayWrite) return handler(call, ...parameters);
    }
    throw notFound();
  }
}
