import { readFileSync } from "node:fs";
import { type RequestOptions, request } from "node:https";
import { text } from "node:stream/consumers";
import { rootCertificates } from "node:tls";
import { UserError } from "../../../src/user-error";
import { tokenVariable } from "../terraform-token";

/** A resource of the API, which speaks JSON:API. */
export interface Resource {
  readonly id: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly relationships?: Readonly<Record<string, { readonly data?: { readonly id: string } | null }>>;
}

/** A resource as it is sent to the API. */
export interface Draft {
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly relationships?: Resource["relationships"];
}

interface Reply {
  readonly status: number;
  readonly body: string;
}

const TIMEOUT_MS = 30_000;

/** The API of Terraform Cloud or of Terraform Enterprise. */
export class TerraformCloudApi {
  private constructor(
    private readonly host: string,
    private readonly base: URL,
    private readonly token: string,
    private readonly authorities: string[] | undefined,
  ) {}

  /**
   * Finds the API of a host as Terraform does, by service discovery.
   *
   * @param env may name in SSL_CERT_FILE authorities that are trusted beside the well-known ones
   */
  static async of(host: string, token: string, env: NodeJS.ProcessEnv): Promise<TerraformCloudApi> {
    const origin = new URL(`https://${host}/`);
    const authorities = authoritiesIn(env.SSL_CERT_FILE);
    const { status, body } = await send(new URL(".well-known/terraform.json", origin), { ca: authorities });
    const service = status === 200 ? serviceIn(body) : undefined;
    if (!service) {
      throw new UserError(
        `${host} is neither Terraform Cloud nor Terraform Enterprise: its /.well-known/terraform.json names no such service (${status}). ` +
          "Correct hostname in context.state of cdktf.json, or OPENEMR_STATE_HOSTNAME.",
      );
    }
    return new TerraformCloudApi(host, new URL(service, origin), token, authorities);
  }

  /** @returns `undefined` where there is none, or none that the token may see: the API does not tell which */
  async find(path: string): Promise<Resource | undefined> {
    const reply = await this.call("GET", path);
    return reply.status === 404 ? undefined : this.dataOf<Resource>(reply, "GET", path);
  }

  async list(path: string): Promise<Resource[] | undefined> {
    const reply = await this.call("GET", path);
    return reply.status === 404 ? undefined : this.dataOf<Resource[]>(reply, "GET", path);
  }

  async create(path: string, draft: Draft): Promise<Resource> {
    return this.dataOf(await this.call("POST", path, draft), "POST", path);
  }

  async update(path: string, draft: Draft): Promise<Resource> {
    return this.dataOf(await this.call("PATCH", path, draft), "PATCH", path);
  }

  private async call(method: string, path: string, draft?: Draft): Promise<Reply> {
    const headers = { Authorization: `Bearer ${this.token}`, "Content-Type": "application/vnd.api+json" };
    const reply = await send(
      new URL(path, this.base),
      { method, headers, ca: this.authorities },
      draft && JSON.stringify({ data: draft }),
    );
    if (reply.status !== 401) return reply;
    throw new UserError(
      `${this.host} does not accept the token: it has expired, or was revoked. ` +
        `Sign in again (terraform login ${this.host}), or set ${tokenVariable(this.host)} to one that is valid.`,
    );
  }

  private dataOf<T>({ status, body }: Reply, method: string, path: string): T {
    if (status >= 200 && status < 300) return (JSON.parse(body) as { data: T }).data;
    // The API answers 404 as well where the token may not do something.
    const reason = status === 404 ? "the token may not do that" : reasonIn(body);
    throw new UserError(`${this.host} refused ${method} ${path} (${status})${reason && `: ${reason}`}.`);
  }
}

async function send(url: URL, options: RequestOptions, content?: string): Promise<Reply> {
  try {
    return await new Promise<Reply>((resolve, reject) => {
      const call = request(url, { ...options, timeout: TIMEOUT_MS }, (response) => {
        text(response).then((body) => resolve({ status: response.statusCode!, body }), reject);
      });
      call.on("timeout", () => call.destroy(new Error(`no answer in ${TIMEOUT_MS / 1000} s`)));
      call.on("error", reject);
      call.end(content);
    });
  } catch (error) {
    throw new UserError(
      `${url.host} cannot be reached: ${(error as Error).message}. Correct hostname in context.state of cdktf.json, or ` +
        "OPENEMR_STATE_HOSTNAME; where its certificate is of an authority of your own, set SSL_CERT_FILE to that one's, as for Terraform.",
    );
  }
}

function authoritiesIn(file: string | undefined): string[] | undefined {
  if (!file) return undefined;
  try {
    return [...rootCertificates, readFileSync(file, "utf8")];
  } catch (error) {
    throw new UserError(
      `SSL_CERT_FILE is "${file}", which cannot be read: ${(error as Error).message}. Correct it or unset it.`,
    );
  }
}

function serviceIn(body: string): string | undefined {
  try {
    const { "tfe.v2": service } = JSON.parse(body) as { "tfe.v2"?: unknown };
    return typeof service === "string" ? service : undefined;
  } catch {
    return undefined;
  }
}

function reasonIn(body: string): string {
  try {
    const { errors = [] } = JSON.parse(body) as { errors?: Array<{ title?: string; detail?: string }> };
    return errors.map(({ title, detail }) => detail ?? title).join("; ");
  } catch {
    return "";
  }
}
